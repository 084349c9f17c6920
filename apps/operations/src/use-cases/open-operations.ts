import { type Caller, HTTP_LEASE_MS, nameOfCaller } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { notFound } from '../domain/operation-writes';
import type { Answer } from './change-each';
import { type NewOperation, OPERATIONS_STORE, type OperationsStore } from './operations-store';
import { STATE_CHANGE_REPORTER, type StateChangeReporter } from './state-change-reporter';
import { demandService } from './who-asks';

/** Opens the operation of each claim; one that exists, open or ended, is given back as it is. */
@Injectable()
export class OpenOperations {
  constructor(
    @Inject(OPERATIONS_STORE) private readonly store: OperationsStore,
    @Inject(STATE_CHANGE_REPORTER) private readonly reporter: StateChangeReporter,
  ) {}

  async execute(items: readonly NewOperation[], caller: Caller): Promise<Answer[]> {
    demandService(caller);
    const faults = items.map(faultOf);
    const sound = items.filter((_, at) => faults[at] === undefined);
    const opened = await this.store.open(sound, nameOfCaller(caller));
    this.reporter.opened(
      sound
        .filter(({ id }) => opened.has(id))
        .map(({ job, ...operation }) => ({ ...operation, jobId: job?.id ?? null })),
    );
    const known = await this.store.find(sound.map(({ id }) => id).filter((id) => !opened.has(id)));
    return items.map(({ id }, at) => faults[at] ?? opened.get(id) ?? known.get(id) ?? notFound(id));
  }
}

function faultOf({ id, leaseMs }: NewOperation): DomainError | undefined {
  if (leaseMs <= HTTP_LEASE_MS) return undefined;
  return new DomainError(
    'invalid-input',
    `the lease of operation ${id} has ${leaseMs} ms, at most ${HTTP_LEASE_MS} (30 days)`,
  );
}
