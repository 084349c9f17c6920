import { messageOf } from '@callboard/kernel';
import { type OpContext, OpOutdated, OpSkipped } from '../define-op';
import { type Failure, failureOf } from '../job-failures';
import type { RunEventIn } from './event-queue';
import { inputOf, parsed } from './op-input';
import { OpLog } from './op-log';
import { recordedFailure } from './recorded-failure';
import type { RunScope } from './run-scope';
import { TracedObjects } from './traced-objects';
import type { GraphNode } from './wire';

/** How an attempt of an op ended. */
export type OpEnd =
  | { readonly kind: 'succeeded'; readonly kept: unknown }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'outdated'; readonly op: string; readonly reason: string }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly attempt: number }
  /** The job is to stop: nothing is recorded any more. */
  | { readonly kind: 'stopped' };

/** One attempt of an op: runs it and records it. */
export class OpAttempt {
  private readonly objects: TracedObjects;
  private readonly log: OpLog;

  constructor(
    private readonly node: GraphNode,
    private readonly attempt: number,
    private readonly scope: RunScope,
  ) {
    this.objects = new TracedObjects(scope.context.objects);
    this.log = new OpLog({ op: node.name, attempt }, scope.context.log, scope.record);
  }

  /** Never rejects. */
  async toTheEnd(): Promise<OpEnd> {
    this.scope.record.started(this.event('started'));
    try {
      const output = await this.output();
      const kept = await this.scope.outputs.keptForm(this.fileName, output, this.objects);
      await this.scope.record.ended({ ...this.event('succeeded'), ...this.objects.traces, output: kept });
      return { kind: 'succeeded', kept };
    } catch (thrown) {
      if (this.scope.context.signal.aborted) return { kind: 'stopped' };
      return this.endBy(thrown);
    }
  }

  private async output(): Promise<unknown> {
    const { op, name } = this.node;
    const input = await inputOf(this.node, this.scope, this.objects);
    const output = await op.run(await this.context(), input);
    return op.output === undefined
      ? output
      : parsed(op.output, output, 'invalid-op-output', `the output of op ${name}`);
  }

  private async context(): Promise<OpContext> {
    const { context, runId, signal } = this.scope;
    const resources: Record<string, unknown> = {};
    for (const [name, resource] of Object.entries(this.node.op.resources ?? {}))
      resources[name] = await resource.get();
    const { log, objects, attempt } = this;
    return { ...context, log, objects, attempt, runId, signal, resources };
  }

  private async endBy(thrown: unknown): Promise<OpEnd> {
    if (thrown instanceof OpSkipped) {
      this.log.info({}, `skipped: ${thrown.reason}`);
      await this.tell({ ...this.event('skipped'), ...this.objects.traces });
      return { kind: 'skipped', reason: thrown.reason };
    }
    const failure = this.failureBy(thrown);
    if (failure.code !== 'stopped') this.log.warn({ code: failure.code }, failure.message);
    await this.tell({ ...this.event('failed'), ...this.objects.traces, error: recordedFailure(failure) });
    if (thrown instanceof OpOutdated) return { kind: 'outdated', op: thrown.op, reason: thrown.reason };
    return { kind: 'failed', failure, attempt: this.attempt };
  }

  private failureBy(thrown: unknown): Failure {
    if (thrown instanceof OpOutdated) return { code: 'outdated', message: thrown.message };
    if (!this.scope.signal.aborted) return failureOf(thrown, 'op-crashed');
    return { code: 'stopped', message: `stopped: ${messageOf(this.scope.signal.reason)}` };
  }

  /** How it ended is told as well as may be: the end of the operation says what became of the run. */
  private async tell(event: RunEventIn): Promise<void> {
    try {
      await this.scope.record.ended(event);
    } catch (thrown) {
      this.log.debug({ reason: messageOf(thrown) }, 'the end of an op is not recorded');
    }
  }

  private get fileName(): string {
    return `${this.node.name}-${this.attempt}`;
  }

  private event(kind: RunEventIn['kind']): RunEventIn {
    return { op: this.node.name, attempt: this.attempt, kind, at: new Date().toISOString() };
  }
}
