import {
  type JobSummary,
  LINEAGE_PRODUCER,
  RUN_EVENT_SCHEMA,
  type RunEvent,
  type RunOp,
  type RunSummary,
} from '@callboard/contracts';
import { keyOf } from '../../domain/runs/op-attempts';
import type { LineOfOp } from '../../domain/runs/record';
import type { RunHappening, RunStanding } from '../../domain/runs/run-history';
import type { OpsOfRun } from '../../use-cases/runs/run-reads-store';

const PROVENANCE = { producer: LINEAGE_PRODUCER, schemaURL: RUN_EVENT_SCHEMA };

/** A workflow as runs name it. Its name belongs to the service that registers it, so the id stands for it here. */
const jobOf = (workflowId: string): JobSummary => ({
  id: workflowId,
  description: workflowId,
  ...PROVENANCE,
});

/** A run as clients read it (contract 1.3, RunSummary). */
export function summaryOf(run: RunStanding): RunSummary {
  return {
    id: run.id,
    status: run.status,
    started_at_time: run.startedAt.toISOString(),
    was_started_by: run.startedBy,
    inputs: [...run.inputs],
    outputs: [...run.outputs],
    job: jobOf(run.workflowId),
    ...PROVENANCE,
    job_id: run.jobId,
    operation_id: run.operationId,
    error: run.error,
  };
}

/** An event of a run as clients read it (contract 1.3, RunEvent). */
export function eventView(
  runId: string,
  workflowId: string,
  { n, type, at, inputs, outputs, error, told }: RunHappening,
): RunEvent & { n: number } {
  return {
    n,
    run: { id: runId, ...(told?.facets && { facets: told.facets }) },
    job: jobOf(workflowId),
    type,
    time: at.toISOString(),
    ...(told === null ? PROVENANCE : { producer: told.producer, schemaURL: told.schemaUrl }),
    inputs: [...inputs],
    outputs: [...outputs],
    ...(error === null ? {} : { error }),
  };
}

/** The attempts of ops as clients read them, each with its log. */
export function opViews({ attempts, lines }: OpsOfRun): RunOp[] {
  const logs = new Map<string, LineOfOp[]>();
  for (const line of lines) {
    const ofAttempt = logs.get(keyOf(line));
    if (ofAttempt === undefined) logs.set(keyOf(line), [line]);
    else ofAttempt.push(line);
  }
  return attempts.map((attempt) => ({
    op: attempt.op,
    attempt: attempt.attempt,
    state: attempt.state,
    started_at: attempt.startedAt.toISOString(),
    ended_at: attempt.endedAt?.toISOString() ?? null,
    inputs: [...attempt.inputs],
    outputs: [...attempt.outputs],
    output: attempt.output ?? null,
    error: attempt.error,
    logs: (logs.get(keyOf(attempt)) ?? []).map(({ at, level, text }) => ({
      at: at.toISOString(),
      level,
      text,
    })),
  }));
}
