import type { RequestContract, SensorInterest, SensorNews } from '@callboard/contracts';
import type { Log } from '@callboard/kernel';
import type { JsonObject, SiteObjects } from './define-workflow';

/** News of one kind. */
export type NewsOf<K extends SensorNews['kind']> = Extract<SensorNews, { kind: K }>;

/** A run that a sensor or schedule asks for, which is one job by its key, however often and by whomever it is asked for. */
export interface WantedRun {
  /** Names the run among those of this sensor, for ever. */
  readonly key: string;
  readonly workflowId: string;
  readonly config: JsonObject;
  /** Tries a run of this key again that failed, died or was cancelled. */
  readonly again?: boolean;
}

/** What a sensor made of what it saw: runs to ask for, or why there are none. */
export type SensorResult = { readonly runs: readonly WantedRun[] } | { readonly skipped: string };

/** What a sensor may do while it looks, always as the site that runs it. */
export interface SensorContext {
  /** Aborts when a look takes too long, or when the site drains and time is up. */
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly objects: Pick<SiteObjects, 'get' | 'read'>;
  /**
   * Asks a service something that sites may ask; again while it does not answer, until the look is stopped.
   *
   * @throws DomainError the code of a refusal
   */
  ask<I, O>(contract: RequestContract<I, O>, input: I): Promise<O>;
}

/** A sensor as a site runs it; see {@link defineSensor}. */
export interface SensorDefinition {
  readonly name: string;
  readonly on: readonly SensorInterest[];
  readonly everyMs: number | undefined;
  run(context: SensorContext, news: SensorNews | undefined): SensorResult | Promise<SensorResult>;
}

interface SensorParts<I extends SensorInterest, Tick extends number | undefined> {
  name: string;
  /** What it hears of, each with a filter if it is not to hear of all. */
  on?: readonly I[];
  /** Looks so often besides, without news; in every process of the site. */
  everyMs?: Tick;
  /**
   * Looks at one thing that happened, or, on a tick, at nothing. It runs in any process of the site, and more than once
   * for one thing if need be: the keys of its runs make that harmless. What it throws has the news looked at again, later
   * and later.
   */
  run(
    context: SensorContext,
    news: NewsOf<I['kind']> | (Tick extends number ? undefined : never),
  ): SensorResult | Promise<SensorResult>;
}

const LEAST_TICK_MS = 1000;

/** Names of sensors and schedules. */
export const ASKER_NAME = /^[a-z0-9][a-z0-9._-]{0,99}$/;

/** Declares a sensor: it hears of what happens, or looks every so often, and asks for runs. Throws when it makes no sense. */
export function defineSensor<I extends SensorInterest = never, Tick extends number | undefined = undefined>(
  parts: SensorParts<I, Tick>,
): SensorDefinition {
  const { name, on = [], everyMs, run } = parts;
  if (!ASKER_NAME.test(name))
    throw new TypeError(`a sensor needs a name of a-z, 0-9, ".", "_" and "-", not ${JSON.stringify(name)}`);
  if (on.length === 0 && everyMs === undefined)
    throw new TypeError(`the sensor ${name} needs "on", what it hears of, or "everyMs", how often it looks`);
  if (everyMs !== undefined && (!Number.isInteger(everyMs) || everyMs < LEAST_TICK_MS))
    throw new TypeError(`everyMs of ${name} must be at least ${LEAST_TICK_MS}, not ${everyMs}`);
  return { name, on, everyMs, run: run as SensorDefinition['run'] };
}
