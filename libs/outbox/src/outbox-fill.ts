import { DomainError } from '@callboard/kernel';
import { Gauge } from 'prom-client';

const MOST_WAITING = 100_000;
/** Callers come back after this; a relay that can send again empties some thousand rows in it. */
const RETRY_AFTER_S = 5;

const waitingEvents = new Gauge({
  name: 'callboard_outbox_waiting',
  help: 'Events that wait to be sent, once there are more than a batch of them',
});

/**
 * Which room an event may take. `reserve` is for what ends or hands out work that exists already: it is bounded by that
 * work, and refusing it would have a site do in vain what it has done, or stop every site beside a full queue. Everything
 * else makes more work, and can come later.
 */
export type Room = 'usual' | 'reserve';

/** How full the outbox is, as the relay last saw it. Appending looks here, and never counts. */
export class OutboxFill {
  private waiting = 0;

  /** @param most rows that may wait; as many again are the reserve */
  constructor(private readonly most: number = MOST_WAITING) {}

  /** Above this nothing is taken, so nobody need count further. */
  get limit(): number {
    return 2 * this.most;
  }

  get isEmpty(): boolean {
    return this.waiting === 0;
  }

  measured(waiting: number): void {
    this.waiting = waiting;
    waitingEvents.set(waiting);
  }

  /** @throws DomainError `overloaded` when there is no such room */
  admit(room: Room): void {
    if (this.waiting < (room === 'usual' ? this.most : this.limit)) return;
    throw new DomainError('overloaded', `${this.waiting} events wait to be sent: try again after a while`, {
      retry_after_s: RETRY_AFTER_S,
    });
  }
}
