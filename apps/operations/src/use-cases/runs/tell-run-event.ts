import { type Caller, mayDo, nameOfCaller } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { fittingTime } from '../../domain/runs/run-limits';
import { noSuchRun } from '../../domain/runs/run';
import { afterTold, fittingTold, type ToldEvent } from '../../domain/runs/told-events';
import { RUNTIME_SITE_ID } from '../runtime-site';
import { RUN_REPORTS_STORE, type RunReportsStore, type RunToTell } from './run-reports-store';

/** Adds an event that somebody tells to a run (contract 2.6; not everybody may, D9). */
@Injectable()
export class TellRunEvent {
  constructor(
    @Inject(RUN_REPORTS_STORE) private readonly store: RunReportsStore,
    @Inject(RUNTIME_SITE_ID) private readonly runtimeSite: string,
  ) {}

  /** @throws DomainError `unauthenticated`, `forbidden`, `not-found`, `bad-request`, `run-ended`, `too-large`, `invalid-input` */
  async execute(runId: string, event: ToldEvent, caller: Caller): Promise<void> {
    if (caller.kind === 'anonymous') throw new DomainError('unauthenticated', 'log in to tell of a run');
    fittingTime('the event', event.at);
    const site = caller.kind === 'site' ? caller.siteId : undefined;
    await this.store.tell(runId, event, nameOfCaller(caller), (known) => {
      if (known === undefined) throw noSuchRun(runId);
      this.demandTeller(known, caller);
      const next = afterTold(known.run, event, known.carrier, site);
      fittingTold(runId, event, known.told);
      return next;
    });
  }

  private demandTeller({ run, askedBy, carrier }: RunToTell, caller: Caller): void {
    const owner = carrier?.siteId ?? run.siteId;
    const about = { runtimeSite: this.runtimeSite, askedBy, ...(owner !== null && { owner }) };
    // A site that asked for a run is no user, and is known by the same name.
    if (mayDo('run-teller', caller, about) || nameOfCaller(caller) === askedBy) return;
    throw new DomainError(
      'forbidden',
      `the run ${run.id} was asked for by ${askedBy}${owner === null ? '' : ` and is carried out by the site '${owner}'`}: only they and administrators of the runtime tell of it`,
    );
  }
}
