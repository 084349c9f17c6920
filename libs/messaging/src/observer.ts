/** By which door a request came in. */
export type Door = 'rpc' | 'site';

/** Told of everything that the transport does; service-kit turns it into metrics. */
export interface TransportObserver {
  /** `outcome` is `ok` or the code of the refusal; `durationMs` runs from receipt to reply. */
  requestAnswered(request: { verb: string; door: Door; outcome: string; durationMs: number }): void;
  eventSettled(event: { subject: string; outcome: 'ack' | 'retry' | 'dead-letter' }): void;
  /** The broker had given an event up; found by its notice, or as the durable counted one too many. */
  eventGivenUp(event: { subject: string; found: 'notice' | 'count' }): void;
  inFlight(change: 1 | -1): void;
}

export const silentObserver: TransportObserver = {
  requestAnswered() {},
  eventSettled() {},
  eventGivenUp() {},
  inFlight() {},
};
