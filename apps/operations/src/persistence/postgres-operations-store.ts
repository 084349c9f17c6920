import { type ListInput, type OperationHistoryEntry } from '@callboard/contracts';
import { compileFilter } from '@callboard/document-query';
import { Outbox } from '@callboard/outbox';
import { Database, type Transaction } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import { type EndedOperation, endOf, type Operation } from '../domain/operation';
import type { Change, Changed, Decide, NewOperation, OperationsStore } from '../use-cases/operations-store';
import { HISTORY, historyEntry, type HistoryRow } from './operation-history';
import { tellEnded } from './ended-operations.event';
import { OPERATION_FIELDS } from './operation-fields';
import { type ExpiredRow, operationOf, type OperationRow } from './operation.row';
import { END_RUNS } from './runs/end-runs.sql';
import { KEEP_WRITERS_OFF, PERMIT, RETURN_PERMIT } from './write-permits.sql';
import {
  CHANGE,
  EXPIRE,
  FIND,
  FIND_PROMISED,
  listed,
  LOCK,
  OPEN,
  PAGE_PARAMETERS,
  pageOf,
  RENEW,
} from './operations.sql';

/** Operations in PostgreSQL. State, history and event are committed together. */
@Injectable()
export class PostgresOperationsStore implements OperationsStore {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  async open(operations: readonly NewOperation[], who: string): Promise<Map<string, Operation>> {
    if (operations.length === 0) return new Map();
    const rows = await this.database.query<OperationRow>(OPEN, [
      operations.map(({ id }) => id),
      operations.map(({ siteId }) => siteId),
      operations.map(({ claimant }) => claimant ?? null),
      operations.map(({ attempt }) => attempt),
      operations.map(({ leaseMs }) => leaseMs),
      operations.map(({ job }) => (job ? JSON.stringify(job) : null)),
      operations.map(({ promised }) => (promised ? JSON.stringify(promised) : null)),
      operations.map(({ traceparent }) => traceparent),
      who,
    ]);
    return byId(rows);
  }

  async findPromised(siteId: string, objectIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ object_id: string }>(FIND_PROMISED, [siteId, objectIds]);
    return rows.map(({ object_id }) => object_id);
  }

  async find(ids: readonly string[]): Promise<Map<string, Operation>> {
    if (ids.length === 0) return new Map();
    return byId(await this.database.query<OperationRow>(FIND, [ids]));
  }

  async page({ after, limit, filter }: ListInput): Promise<{ operations: Operation[]; more: boolean }> {
    const { sql, values, limitMs } = compileFilter(filter, OPERATION_FIELDS, PAGE_PARAMETERS);
    const parameters = [after ?? '', limit, ...values];
    const rows = await this.database.queryWithin<OperationRow & { fits: boolean }>(
      limitMs,
      pageOf(`${listed(filter)} and (${sql})`),
      parameters,
    );
    return {
      operations: rows.filter(({ fits }) => fits).map(operationOf),
      more: rows.some(({ fits }) => !fits),
    };
  }

  change(ids: readonly string[], who: string, decide: Decide): Promise<Changed> {
    return this.database.transaction(async (tx) => {
      const stored = byId(await tx.query<OperationRow>(LOCK, [ids]));
      const changes = [...decide(stored)];
      const changed = await write(tx, stored, changes, who);
      const ended = [...changed.values()].flatMap((operation) => endOf(operation) ?? []);
      endRuns(tx, ended);
      tellEnded(this.outbox, tx, ended);
      return { operations: new Map([...stored, ...changed]), ended };
    });
  }

  async permit(
    id: string,
    siteId: string,
    permitId: string,
  ): Promise<{ jobId: string; attempt: number } | undefined> {
    const rows = await this.database.query<{ job_id: string; attempt: number }>(PERMIT, [
      id,
      siteId,
      permitId,
    ]);
    return rows[0] && { jobId: rows[0].job_id, attempt: rows[0].attempt };
  }

  async returnPermit(id: string, permitId: string): Promise<void> {
    await this.database.query(RETURN_PERMIT, [id, permitId]);
  }

  async keepWritersOff(ids: readonly string[]): Promise<void> {
    await this.database.query(KEEP_WRITERS_OFF, [ids]);
  }

  async history(
    id: string,
    after: number,
    limit: number,
  ): Promise<{ items: OperationHistoryEntry[]; more: boolean } | undefined> {
    const rows = await this.database.query<HistoryRow>(HISTORY, [id, after, limit + 1]);
    if (rows.length === 0) return undefined;
    const items = rows.flatMap(historyEntry);
    return { items: items.slice(0, limit), more: items.length > limit };
  }

  async renew(ids: readonly string[], siteId: string): Promise<Map<string, Date>> {
    const rows = await this.database.query<Pick<OperationRow, 'id' | 'expire_time'>>(RENEW, [ids, siteId]);
    return new Map(rows.map(({ id, expire_time }) => [id, expire_time]));
  }

  expire(limit: number, who: string): Promise<EndedOperation[]> {
    return this.database.transaction(async (tx) => {
      const ended = (await tx.query<ExpiredRow>(EXPIRE, [limit, who])).map(expiredOf);
      endRuns(tx, ended);
      tellEnded(this.outbox, tx, ended);
      return ended;
    });
  }
}

/** The runs that were carried out under operations end with them. */
function endRuns(tx: Transaction, ended: readonly EndedOperation[]): void {
  if (ended.length > 0) tx.along(END_RUNS, [ended.map(({ id }) => id)]);
}

async function write(
  tx: Transaction,
  stored: ReadonlyMap<string, Operation>,
  changes: readonly Change[],
  who: string,
): Promise<Map<string, Operation>> {
  if (changes.length === 0) return new Map();
  const operations = changes.map(({ operation }) => operation);
  const rows = await tx.query<OperationRow>(CHANGE, [
    operations.map(({ id }) => id),
    operations.map(({ id }) => stored.get(id)?.state ?? null),
    operations.map(({ state }) => state),
    operations.map(({ result }) => (result === null ? null : JSON.stringify(result))),
    operations.map(({ metadata }) => JSON.stringify(metadata)),
    changes.map(({ why }) => why),
    who,
  ]);
  if (rows.length === changes.length) return byId(rows);
  throw new Error(
    `${changes.length} locked operations were to change and ${rows.length} did: a move that the table lacks`,
  );
}

function byId(rows: readonly OperationRow[]): Map<string, Operation> {
  return new Map(rows.map((row) => [row.id, operationOf(row)]));
}

function expiredOf(row: ExpiredRow): EndedOperation {
  const { id, attempt, version, traceparent } = row;
  return {
    id,
    jobId: row.job_id,
    promisedObjectId: row.promised_object_id,
    siteId: row.site_id,
    attempt,
    version,
    outcome: 'expired',
    endedAt: row.ended_at,
    traceparent,
  };
}
