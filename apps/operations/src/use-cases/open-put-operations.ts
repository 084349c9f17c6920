import { type Caller, HTTP_LEASE_MS, nameOfCaller } from '@callboard/contracts';
import { mintId, mintLocalId } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { notFound } from '../domain/operation-writes';
import type { Answer } from './change-each';
import { type NewOperation, OPERATIONS_STORE, type OperationsStore } from './operations-store';
import { STATE_CHANGE_REPORTER, type StateChangeReporter } from './state-change-reporter';
import { askingSite } from './who-asks';

/** What a site is going to put into the object store. */
export interface PutItem {
  /** Where the store keeps its objects. */
  readonly storeUrl: string;
  /** For how long the signed address holds. */
  readonly expiresInSeconds: number;
}

/** Opens operations that promise a site the ids of the objects that it puts into the object store. */
@Injectable()
export class OpenPutOperations {
  constructor(
    @Inject(OPERATIONS_STORE) private readonly store: OperationsStore,
    @Inject(STATE_CHANGE_REPORTER) private readonly reporter: StateChangeReporter,
  ) {}

  async execute(items: readonly PutItem[], caller: Caller, traceparent: string): Promise<Answer[]> {
    const siteId = askingSite(caller);
    const asked = items.map((item) => newOperation(item, siteId, traceparent));
    const opened = await this.store.open(asked, nameOfCaller(caller));
    this.reporter.opened(asked.map((operation) => ({ ...operation, jobId: null })));
    return asked.map(({ id }) => opened.get(id) ?? notFound(id));
  }
}

/** The object id has no prefix, as ids of objects have none (contract 0, "Ids"); its lease is that of contract 2.2. */
function newOperation(
  { storeUrl, expiresInSeconds }: PutItem,
  siteId: string,
  traceparent: string,
): NewOperation {
  const objectId = mintLocalId();
  const url = `${storeUrl.replace(/\/*$/, '')}/${objectId}`;
  return {
    id: mintId(),
    siteId,
    attempt: 1,
    leaseMs: HTTP_LEASE_MS + expiresInSeconds * 1000,
    promised: { object_id: objectId, url, expires_in_seconds: expiresInSeconds },
    traceparent,
  };
}
