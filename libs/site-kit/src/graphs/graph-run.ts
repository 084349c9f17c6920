import { beginRun } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import type { z } from 'zod';
import { type JobContext, JobFailure, type JsonObject } from '../define-workflow';
import { isEndOfOperation } from '../ended-operations';
import type { Failure } from '../job-failures';
import { RunStopped } from '../run-stopped';
import { GraphPlan } from './graph-plan';
import type { OpEnd } from './op-attempt';
import { parsed } from './op-input';
import { OpOutputs } from './op-outputs';
import { runOp } from './op-run';
import { RunRecord } from './run-record';
import type { RunScope } from './run-scope';
import { type Graph, type GraphNode, valueOf, wiresOf } from './wire';

type Begun = z.infer<typeof beginRun.output>;

/** Most times that ops of one run may say that what an earlier one gave is no good any more. */
const MOST_REDOS = 3;

/**
 * Runs a graph for one job: begins or takes up its run, runs what did not succeed before, and gives the result.
 *
 * @throws JobFailure what the first op that failed failed with; RunStopped when the operation has ended
 */
export async function runGraph(graph: Graph, context: JobContext): Promise<JsonObject> {
  const begun = await asStopped(context.ask(beginRun, { operation_id: context.operationId }));
  return new GraphRun(graph, context, begun).toTheEnd();
}

class GraphRun {
  private readonly plan: GraphPlan;
  private readonly outputs: OpOutputs;
  private readonly record: RunRecord;
  private readonly attempts: Map<string, number>;
  private readonly giveUp = new AbortController();
  private readonly running = new Map<string, Promise<void>>();
  private readonly skipped = new Map<string, string>();
  private failure: Error | undefined;
  private outdated: { op: string; by: string; reason: string } | undefined;
  private redos = 0;

  constructor(
    private readonly graph: Graph,
    private readonly context: JobContext,
    private readonly begun: Begun,
  ) {
    this.outputs = new OpOutputs(begun.succeeded);
    this.plan = new GraphPlan(graph.nodes, new Set(begun.succeeded.map(({ op }) => op)));
    this.attempts = new Map((begun.attempts ?? []).map(({ op, attempt }) => [op, attempt]));
    this.record = new RunRecord(context, context.log, (end) => this.fail(new RunStopped(end.code)));
  }

  async toTheEnd(): Promise<JsonObject> {
    try {
      await this.work(this.scope());
      this.context.signal.throwIfAborted();
      if (this.failure !== undefined) throw this.failure;
      return await this.result();
    } finally {
      await this.record.finish();
    }
  }

  private scope(): RunScope {
    const { graph, context, begun, outputs, record } = this;
    const { config } = context.job;
    return {
      runId: begun.run_id,
      context,
      config:
        graph.config === undefined
          ? config
          : parsed(graph.config, config, 'invalid-config', 'the config of the job'),
      outputs,
      record,
      signal: AbortSignal.any([context.signal, this.giveUp.signal]),
      nextAttempt: (op) => this.nextAttempt(op),
    };
  }

  private async work(scope: RunScope): Promise<void> {
    for (;;) {
      if (this.running.size === 0) this.redo();
      if (!scope.signal.aborted && this.outdated === undefined) this.startReady(scope);
      if (this.running.size === 0) return;
      await Promise.race(this.running.values());
    }
  }

  private startReady(scope: RunScope): void {
    for (const name of this.plan.ready().slice(0, this.graph.parallel - this.running.size)) {
      const node = this.nodeOf(name);
      this.plan.start(name);
      const ended = runOp(node, scope)
        .then((end) => this.take(node, end))
        .catch((thrown: unknown) => this.fail(thrown instanceof Error ? thrown : new Error(String(thrown))))
        .finally(() => this.running.delete(name));
      this.running.set(name, ended);
    }
  }

  private async take({ name }: GraphNode, end: OpEnd): Promise<void> {
    if (end.kind === 'succeeded') {
      this.outputs.keep(name, end.kept);
      this.plan.succeed(name);
    } else if (end.kind === 'skipped') await this.skip(name, end.reason);
    else if (end.kind === 'outdated') this.outdated ??= { op: end.op, by: name, reason: end.reason };
    else {
      this.plan.fail(name);
      if (end.kind === 'failed') this.fail(failureOfOp(name, end.attempt, this.begun.run_id, end.failure));
    }
  }

  /** The ops behind one that is skipped are skipped too, each with a line that says why. */
  private async skip(name: string, reason: string): Promise<void> {
    const behind = this.plan.skip(name);
    this.skipped.set(name, reason);
    const at = new Date().toISOString();
    const logs = [{ at, level: 'info', text: `skipped, because op ${name} was` }];
    await Promise.all(
      behind.map((op) => {
        this.skipped.set(op, `op ${name} was skipped`);
        return this.record.ended({ op, attempt: this.nextAttempt(op), kind: 'skipped', at, logs });
      }),
    );
  }

  /** Runs again what is no good any more, once nothing runs that may use it. */
  private redo(): void {
    const { outdated } = this;
    if (outdated === undefined || this.failure !== undefined) return;
    this.outdated = undefined;
    this.redos += 1;
    this.context.log.warn({ ...outdated }, 'what an op gave is no good any more, running it again');
    if (this.redos <= MOST_REDOS && this.plan.redo(outdated.op, outdated.by)) return;
    const why =
      this.redos > MOST_REDOS
        ? `after ${MOST_REDOS} rounds still`
        : `by ${outdated.by}, which does not stand on it`;
    this.fail(
      new JobFailure('outdated', `op ${outdated.op} was found to be outdated ${why}: ${outdated.reason}`),
    );
  }

  private async result(): Promise<JsonObject> {
    const { result } = this.graph;
    const values = new Map<string | undefined, unknown>([[undefined, this.context.job.config]]);
    for (const { from } of wiresOf(result))
      if (from !== undefined && this.outputs.has(from))
        values.set(from, await this.outputs.valueOf(from, this.context.objects));
    const value = valueOf(result, (wire) => values.get(wire.from)) as JsonObject | undefined;
    return this.skipped.size === 0 ? (value ?? {}) : { ...value, skipped: Object.fromEntries(this.skipped) };
  }

  private fail(failure: Error): void {
    this.failure ??= failure;
    this.giveUp.abort(this.failure);
  }

  private nextAttempt(op: string): number {
    const attempt = (this.attempts.get(op) ?? 0) + 1;
    this.attempts.set(op, attempt);
    return attempt;
  }

  private nodeOf(name: string): GraphNode {
    const node = this.graph.nodes.find((each) => each.name === name);
    if (node === undefined) throw new Error(`the graph has no op ${name}`);
    return node;
  }
}

/** The failure of an op as that of the operation: with where it happened. */
function failureOfOp(op: string, attempt: number, runId: string, failure: Failure): JobFailure {
  const { code, message, details, retriable } = failure;
  const isPlain = typeof details === 'object' && details !== null && !Array.isArray(details);
  const more = isPlain ? details : details === undefined ? {} : { cause: details };
  return new JobFailure(code, message, {
    details: { ...more, op, attempt, run_id: runId },
    ...(retriable === undefined ? {} : { retriable }),
  });
}

async function asStopped<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (thrown) {
    if (thrown instanceof DomainError && isEndOfOperation(thrown.code)) throw new RunStopped(thrown.code);
    throw thrown;
  }
}
