import { mintId } from '@callboard/kernel';
import { Database, type Transaction } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import { bytesOfAttempt, keyOf, type OpEvent } from '../../domain/runs/op-attempts';
import { type LineOfOp, type Recorded, type Recording, recordingOf } from '../../domain/runs/record';
import { begun, type Run, runUnder } from '../../domain/runs/run';
import type { RunSize } from '../../domain/runs/run-limits';
import type { BegunRun, LockedOperation, MayWrite, RunsStore } from '../../use-cases/runs/runs-store';
import {
  BEGIN,
  KNOWN_RUN,
  LATEST_ATTEMPTS,
  LOCK_PAIR,
  LOCK_TO_BEGIN,
  LOCK_TO_RECORD,
  REQUEST,
  RUN_OF_JOB,
  SUCCEEDED,
  UNDER_WAY,
} from './begin-run.sql';
import { KEEP_ATTEMPTS, KEEP_LINES, KNOWN_ATTEMPTS, SIZE } from './record-run-events.sql';
import { attemptOf, lockedOf, type LockedRow, type OpRow, runOf, type RunRow } from './run.row';

/** Runs in PostgreSQL. The operation is locked first, then the pair, then the run; so its end waits for what is written here. */
@Injectable()
export class PostgresRunsStore implements RunsStore {
  constructor(private readonly database: Database) {}

  request(workflowId: string, objectId: string, askedBy: string): Promise<{ id: string; isNew: boolean }> {
    return this.database.transaction(async (tx) => {
      tx.along(LOCK_PAIR, [workflowId, objectId]);
      const [known] = await tx.query<{ id: string }>(UNDER_WAY, [workflowId, objectId]);
      if (known) return { id: known.id, isNew: false };
      const id = mintId();
      tx.along(REQUEST, [id, workflowId, objectId, askedBy]);
      return { id, isNew: true };
    });
  }

  begin(operationId: string, who: string, mayWrite: MayWrite): Promise<BegunRun> {
    return this.database.transaction(async (tx) => {
      const under = mayWrite(await locked(tx, LOCK_TO_BEGIN, operationId));
      const known = await knownRun(tx, under);
      const run = begun(known, under, mintId());
      if (run !== known) tx.along(BEGIN, [...columnsOf(run), who]);
      const succeeded = await tx.query<BegunRun['succeeded'][number]>(SUCCEEDED, [run.id]);
      const attempts = await tx.query<BegunRun['attempts'][number]>(LATEST_ATTEMPTS, [run.id]);
      return { run, succeeded, attempts };
    });
  }

  record(operationId: string, events: readonly OpEvent[], mayWrite: MayWrite): Promise<number> {
    return this.database.transaction(async (tx) => {
      const { jobId } = mayWrite(await locked(tx, LOCK_TO_RECORD, operationId));
      const [row] = await tx.query<RunRow>(RUN_OF_JOB, [jobId]);
      const run = runUnder(operationId, row && runOf(row));
      const stored = await storedOf(tx, run.id, row?.log_lines ?? 0, events);
      const recording = recordingOf(stored, events, operationId);
      keep(tx, run.id, recording);
      return recording.recorded;
    });
  }
}

async function locked(tx: Transaction, lock: string, id: string): Promise<LockedOperation | undefined> {
  const [row] = await tx.query<LockedRow>(lock, [id]);
  return row && lockedOf(row);
}

async function knownRun(
  tx: Transaction,
  { jobId, workflowId, objectId }: LockedOperation,
): Promise<Run | undefined> {
  if (objectId !== null) tx.along(LOCK_PAIR, [workflowId, objectId]);
  const [row] = await tx.query<RunRow>(KNOWN_RUN, [jobId, workflowId, objectId]);
  return row && runOf(row);
}

const columnsOf = (run: Run): unknown[] => [
  run.id,
  run.workflowId,
  run.objectId,
  run.jobId,
  run.operationId,
  run.siteId,
  run.attempt,
  run.status,
];

async function storedOf(
  tx: Transaction,
  runId: string,
  lines: number,
  events: readonly OpEvent[],
): Promise<Recorded> {
  const named = [...new Map(events.map((event) => [keyOf(event), event])).values()];
  const [size] = await tx.query<RunSize>(SIZE, [runId]);
  const rows = await tx.query<OpRow & { lines: number }>(KNOWN_ATTEMPTS, [
    runId,
    named.map(({ op }) => op),
    named.map(({ attempt }) => attempt),
  ]);
  const attempts = rows.map((row) => ({ attempt: attemptOf(row), lines: row.lines }));
  return {
    runId,
    lines,
    size: size ?? { attempts: 0, objects: 0, bytes: 0 },
    attempts: new Map(attempts.map((known) => [keyOf(known.attempt), known])),
  };
}

function keep(tx: Transaction, runId: string, { attempts, lines }: Recording): void {
  if (attempts.length > 0) {
    const rows = attempts.map((attempt) => ({
      op: attempt.op,
      attempt: attempt.attempt,
      operation_id: attempt.operationId,
      state: attempt.state,
      started_at: attempt.startedAt,
      ended_at: attempt.endedAt,
      inputs: attempt.inputs,
      outputs: attempt.outputs,
      output: attempt.output,
      error: attempt.error,
      bytes: bytesOfAttempt(attempt),
    }));
    tx.along(KEEP_ATTEMPTS, [runId, JSON.stringify(rows)]);
  }
  if (lines.length > 0) tx.along(KEEP_LINES, [runId, ...columnsOfLines(lines)]);
}

const columnsOfLines = (lines: readonly LineOfOp[]): unknown[][] => [
  lines.map(({ op }) => op),
  lines.map(({ attempt }) => attempt),
  lines.map(({ at }) => at.toISOString()),
  lines.map(({ level }) => level),
  lines.map(({ text }) => text),
];
