/** Nest injection token of the service's {@link DeadLetterSink}. */
export const DEAD_LETTERS = Symbol('DEAD_LETTERS');

/** An event that was given up, with everything needed to look at it and to handle it again by hand. */
export interface DeadLetter {
  subject: string;
  /** CloudEvents id; absent when the message bore none. */
  eventId?: string;
  /** In words: what was wrong with it. */
  reason: string;
  headers: Record<string, string>;
  body: Uint8Array;
  /** How often it was delivered, this time included. */
  deliveries: number;
}

/** Keeps dead letters durably. A rejection means "not kept": the event is then delivered again later. */
export interface DeadLetterSink {
  keep(letter: DeadLetter): Promise<void>;
  /** Whether a handler's error says that what the event holds can never be stored; then few tries are enough. */
  isHopeless?(error: unknown): boolean;
}

/** Thrown by an event handler: this event can never be handled. It becomes a dead letter at once. */
export class Reject extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Reject';
  }
}
