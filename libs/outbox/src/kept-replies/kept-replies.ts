import type { KeyedRequest, ReplyKeeper } from '@callboard/messaging';
import { Database } from '@callboard/persistence';
import { bodyDigest } from './body-digest';
import { inUse, KeyedWork } from './keyed-work';
import { Turns } from './turns';

/** How long a request waits for another one with its key, in ms; the gateway waits 5 s for all of it. */
const WAIT_MS = 3_000;

/** Keeps replies by the keys of their requests, in the table `kept_replies` of the service (ADR 16). */
export class KeptReplies implements ReplyKeeper {
  private readonly turns = new Turns();

  constructor(
    private readonly database: Database,
    private readonly waitMs = WAIT_MS,
  ) {}

  async once(request: KeyedRequest, work: () => Promise<unknown>): Promise<unknown> {
    const giveUpAt = performance.now() + this.waitMs;
    const digest = await bodyDigest(request);
    const name = JSON.stringify([request.caller, request.key]);
    return this.turns.run(name, { withinMs: this.waitMs, refuse: inUse }, () =>
      this.database.joined((joined) =>
        new KeyedWork(joined, request, digest, giveUpAt - performance.now()).output(work),
      ),
    );
  }
}
