import { opName } from '@callboard/contracts';
import type { z } from 'zod';
import type { Resources, ValuesOf } from './define-resource';
import type { JobContext } from './define-workflow';
import { demandPolicy, type RetryPolicy } from './retry-policy';

/**
 * What a running op gets: what every job gets, and its place in the run. Lines of `log` are kept with the run, and so
 * are the ids of objects that are got and made by `objects`.
 */
export interface OpContext<R extends Resources = Resources> extends JobContext {
  readonly runId: string;
  /** How often this op was tried in this run, this time included. */
  readonly attempt: number;
  readonly resources: ValuesOf<R>;
}

/** One step of a graph: from an input to an output, both JSON. */
export interface Op<I, O, R extends Resources = Resources> {
  /** 1 to 100 of a-z, 0-9 and _, such as `count_words`. */
  readonly name: string;
  /** What it takes; checked before it runs. */
  readonly input?: z.ZodType<I>;
  /** What it gives; checked before others get it. */
  readonly output?: z.ZodType<O>;
  /** Tried once unless said. */
  readonly retry?: RetryPolicy;
  /** What it needs of this process: values that are made once. */
  readonly resources?: R;
  /** The work. It may run again after a crash, with another attempt: what it changes elsewhere must bear that. */
  run(context: OpContext<R>, input: I): Promise<O> | O;
}

/** Declares an op; throws at once when its name or its retries make no sense. */
export function defineOp<I, O, R extends Resources = Record<never, never>>(op: Op<I, O, R>): Op<I, O, R> {
  if (!opName.safeParse(op.name).success)
    throw new TypeError(
      `${JSON.stringify(op.name)} is no name of an op: take 1 to 100 of a-z, 0-9 and _, such as count_words`,
    );
  if (op.retry !== undefined) demandPolicy(op.name, op.retry);
  return op;
}

/** Thrown by an op that has nothing to do: it and the ops behind it are skipped, and the run goes on. */
export class OpSkipped extends Error {
  constructor(readonly reason: string) {
    super(`skipped: ${reason}`);
    this.name = 'OpSkipped';
  }
}

/**
 * Thrown by an op for which what an earlier one gave is no good any more, such as rows that are gone: that one runs
 * again, and so does everything that stands on it. An op may name itself.
 */
export class OpOutdated extends Error {
  constructor(
    readonly op: string,
    readonly reason: string,
  ) {
    super(`what op ${op} gave is no good any more: ${reason}`);
    this.name = 'OpOutdated';
  }
}
