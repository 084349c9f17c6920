import type { ImportAnswer, ImportedTrigger, Trigger } from '@callboard/contracts';
import type { SeededTrigger } from '../domain/seeded-triggers';

export const TRIGGERS_STORE = Symbol('TRIGGERS_STORE');

/** What an object bears as of a version of it. */
export interface TaggedObject {
  readonly objectId: string;
  readonly version: number;
  readonly types: readonly string[];
  /** When the object came to bear them, as an ISO time. */
  readonly toldAt: string;
  readonly traceparent: string | undefined;
  /** It bore them where it was imported from: that is remembered, and fires nothing. */
  readonly imported?: boolean;
}

/** A trigger that fired for an object, which happens once (design 6). */
export interface Firing {
  readonly triggerId: string;
  readonly objectId: string;
  readonly traceparent: string | undefined;
}

/** Each method is one transaction that also announces the firings it makes. */
export interface TriggersStore {
  /** In the order in which they were registered. */
  list(): Promise<Trigger[]>;
  /** Undefined when the id is taken. A new trigger is to be backfilled, under the trace of its registration. */
  register(objectTypeId: string, workflowId: string, traceparent: string): Promise<Trigger | undefined>;
  /**
   * Pauses a trigger or lets it go on, effective for whatever is told from now on. One that goes on is backfilled.
   * Undefined when there is none.
   */
  pause(id: string, paused: boolean, traceparent: string): Promise<Trigger | undefined>;
  /** Whether there was such a trigger. */
  delete(id: string): Promise<boolean>;
  /** Registers those that were never seeded before; what became of the others, deletion included, stands. */
  seed(triggers: readonly SeededTrigger[]): Promise<void>;
  /**
   * Registers those that are not here, without a backfill: their objects have their jobs. One that was deleted here since
   * does not come back. Answers are in the order given.
   */
  import(triggers: readonly ImportedTrigger[]): Promise<ImportAnswer[]>;
  /**
   * Remembers what each object bears, unless something newer is known, and fires what that calls for, the same in any
   * order of news: older ones fire the triggers that were on at their time.
   */
  remember(objects: readonly TaggedObject[]): Promise<Firing[]>;
  /**
   * Fires the next page of the oldest backfill that nobody else is at; undefined when there is none.
   * A page that is cut short by a crash is done again: a trigger fires once for an object.
   */
  backfillPage(pageSize: number): Promise<Firing[] | undefined>;
}
