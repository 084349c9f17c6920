import {
  LINEAGE_PRODUCER,
  type OpenLineageDataset,
  type OpenLineageEvent,
  RUN_EVENT_SCHEMA,
} from '@callboard/contracts';
import { errorFacet, jobTypeFacet, parentFacet, runFacet } from './open-lineage-facets';
import type { OpAttempt, OpFailure } from './op-attempts';
import { opEnd, runEnd } from './open-lineage-ends';
import type { RunHappening, RunHistory } from './run-history';
import { uuidOf } from '@callboard/kernel';

/** Objects are datasets of this namespace: their ids are the runtime's, wherever the bytes lie. */
const DATASETS = 'callboard';

/** One attempt of a run: a run in the words of OpenLineage, where each has one start and one end. */
interface Attempt {
  readonly run: RunHistory;
  readonly n: number;
  readonly start: RunHappening;
  readonly end: RunHappening | undefined;
  readonly ops: readonly OpAttempt[];
}

/**
 * A run as run events of OpenLineage 2-0-2, attempt by attempt: its start, its ops, its end. That it was asked for is told by
 * none of them, since a run there begins with its start; nor are ops that were skipped, since they never began.
 */
export function openLineageOf(run: RunHistory): OpenLineageEvent[] {
  return attemptsOf(run).flatMap((attempt) => [
    startOf(attempt),
    ...attempt.ops.flatMap((op) => ofOp(attempt, op)),
    ...endOf(attempt),
  ]);
}

function attemptsOf(run: RunHistory): Attempt[] {
  const starts = run.events.filter(isFirstStart);
  return starts.map((start, at) => ({
    run,
    n: at + 1,
    start,
    end: run.events.find(
      ({ type, n, operationId }) => n > start.n && operationId === start.operationId && type !== 'STARTED',
    ),
    ops: run.ops.filter(({ operationId, state }) => operationId === start.operationId && state !== 'skipped'),
  }));
}

/** Of an attempt that is told to go on several times the first word is its start. */
function isFirstStart(
  { type, n, operationId }: RunHappening,
  _: number,
  all: readonly RunHappening[],
): boolean {
  const before = all.find((event) => event.type === 'STARTED' && event.operationId === operationId);
  return type === 'STARTED' && before?.n === n;
}

const runIdOf = ({ run, n }: Attempt): string => uuidOf(`${run.id}/${n}`);
const namespaceOf = ({ start }: Attempt): string => start.siteId ?? DATASETS;

function startOf(attempt: Attempt): OpenLineageEvent {
  return ofRun(attempt, 'START', attempt.start.at, attempt.start.inputs, []);
}

function endOf(attempt: Attempt): OpenLineageEvent[] {
  const { end, ops, run, start } = attempt;
  const eventType = end && runEnd(end.type);
  if (end === undefined || eventType === undefined) return [];
  const told = run.events.filter(({ n, told }) => told !== null && n >= start.n && n <= end.n);
  const read = [...start.inputs, ...[...ops, ...told].flatMap(({ inputs }) => inputs)];
  const made = [...ops, ...told].flatMap(({ outputs }) => outputs);
  return [ofRun(attempt, eventType, end.at, read, made, end.error)];
}

function ofRun(
  attempt: Attempt,
  eventType: OpenLineageEvent['eventType'],
  at: Date,
  read: readonly string[],
  made: readonly string[],
  error: OpFailure | null = null,
): OpenLineageEvent {
  const { run, n, start } = attempt;
  const own = runFacet({ run_id: run.id, attempt: n, operation_id: start.operationId });
  return {
    ...eventAt(eventType, at),
    run: { runId: runIdOf(attempt), facets: { ...own, ...errorFacet(error) } },
    job: { namespace: namespaceOf(attempt), name: run.workflowId, facets: jobTypeFacet('JOB') },
    inputs: datasets(read),
    outputs: datasets(made),
  };
}

function ofOp(attempt: Attempt, op: OpAttempt): OpenLineageEvent[] {
  const { run } = attempt;
  const namespace = namespaceOf(attempt);
  const parent = parentFacet(runIdOf(attempt), namespace, run.workflowId);
  const own = runFacet({ run_id: run.id, attempt: op.attempt, operation_id: op.operationId });
  const common = {
    job: { namespace, name: `${run.workflowId}.${op.op}`, facets: jobTypeFacet('TASK') },
    inputs: datasets(op.inputs),
  };
  const runId = uuidOf(`${run.id}/${attempt.n}/${op.op}/${op.attempt}`);
  const facets = { ...parent, ...own };
  const start = { ...eventAt('START', op.startedAt), run: { runId, facets }, ...common, outputs: [] };
  const eventType = opEnd(op);
  if (eventType === undefined || op.endedAt === null) return [start];
  const failed = { runId, facets: { ...facets, ...errorFacet(op.error) } };
  return [
    start,
    { ...eventAt(eventType, op.endedAt), run: failed, ...common, outputs: datasets(op.outputs) },
  ];
}

function eventAt(eventType: OpenLineageEvent['eventType'], at: Date) {
  return {
    eventType,
    eventTime: at.toISOString(),
    producer: LINEAGE_PRODUCER,
    schemaURL: RUN_EVENT_SCHEMA,
  };
}

const datasets = (ids: readonly string[]): OpenLineageDataset[] =>
  [...new Set(ids)].map((name) => ({ namespace: DATASETS, name }));
