import { HEADERS } from '@callboard/contracts';
import { DomainError, type KeptWork, runKept } from '@callboard/kernel';
import type { KeyedRequest } from '@callboard/messaging';
import { isLockTimeout, type JoinedWork } from '@callboard/persistence';
import {
  FORGET_KEY,
  KEEP_REPLY,
  KEEP_STEP,
  KEPT_REPLY,
  type KeptRow,
  TAKE_KEY,
  WAIT_AS_USUAL,
  WAIT_FOR_KEY,
} from './kept-replies.sql';
import { mayPassLater, passingRefusal, verdictOn } from './reply-verdict';

/** Another process, asked with the same key, came to the end first. */
class Overtaken extends Error {
  constructor(readonly reply: string) {
    super('a repeat of this request has come to its end first');
  }
}

/** One request with a key, in one transaction with its key, its effect and its reply (ADR 16). */
export class KeyedWork implements KeptWork {
  private steps: KeptRow['steps'] = {};

  constructor(
    private readonly joined: JoinedWork,
    private readonly request: KeyedRequest,
    private readonly digest: Buffer,
    /** How long whoever has the key is waited for, in ms. */
    private readonly waitMs: number,
  ) {}

  /** The output of `work`, or the one that is kept. */
  async output(work: () => Promise<unknown>): Promise<unknown> {
    const kept = await this.takeKey();
    if (kept !== undefined) return JSON.parse(kept);
    try {
      return await this.settle(await runKept(this, () => this.joined.run(work)));
    } catch (error) {
      if (error instanceof Overtaken) return JSON.parse(error.reply);
      if (!mayPassLater(error)) await this.forget();
      throw error;
    }
  }

  afterwards(run: () => void): void {
    this.joined.afterCommit(run);
  }

  async step<T>(name: string, work: () => Promise<T[]>): Promise<T[]> {
    const known = this.steps[name];
    if (known !== undefined) return known as T[];
    const found = await work();
    if (found.length === 0) return found;
    this.joined.whole.along(KEEP_STEP, [...this.id, name, JSON.stringify(found)]);
    await this.joined.commit();
    const { steps, reply } = await this.lockRow();
    if (reply !== null) throw new Overtaken(reply);
    this.steps = steps;
    return found;
  }

  /** Commits what was done with the reply that tells of it, as far as there is anything to tell. */
  private async settle(output: unknown): Promise<unknown> {
    const verdict = verdictOn(output);
    if (verdict === 'nothing happened') {
      await this.forget();
      return output;
    }
    if (verdict === 'kept') this.joined.whole.along(KEEP_REPLY, [...this.id, JSON.stringify(output)]);
    else if (!this.hasSteps) throw passingRefusal(output) ?? new Error('unfinished, and nothing says why');
    await this.joined.commit();
    return output;
  }

  /** Gives the reply that is kept; undefined when it is still to be had. */
  private async takeKey(): Promise<string | undefined> {
    const { caller, key, route } = this.request;
    const tx = this.joined.whole;
    tx.along(WAIT_FOR_KEY, [String(Math.max(1, Math.ceil(this.waitMs)))]);
    try {
      const taken = await tx.query(TAKE_KEY, [caller, key, route, this.digest]);
      tx.along(WAIT_AS_USUAL);
      const row = await this.lockRow();
      if (taken.length === 0 && (row.route !== route || !row.same_body)) throw reused();
      this.steps = row.steps;
      return row.reply ?? undefined;
    } catch (error) {
      throw isLockTimeout(error) ? inUse() : error;
    }
  }

  private async lockRow(): Promise<KeptRow> {
    const [row] = await this.joined.whole.query<KeptRow>(KEPT_REPLY, [...this.id, this.digest]);
    if (row === undefined) throw inUse();
    return row;
  }

  /** Undoes everything; what an earlier step has kept of the key goes too, so that the next try is judged anew. */
  private async forget(): Promise<void> {
    await this.joined.rollback();
    if (!this.hasSteps) return;
    this.joined.whole.along(FORGET_KEY, this.id);
    await this.joined.commit();
  }

  private get hasSteps(): boolean {
    return Object.keys(this.steps).length > 0;
  }

  private get id(): string[] {
    return [this.request.caller, this.request.key];
  }
}

/** The refusal of a request whose key is in other hands just now. */
export function inUse(): DomainError {
  const text = `a request with this ${HEADERS.idempotencyKey} is being carried out: ask again for its reply after a moment`;
  return new DomainError('idempotency-key-in-use', text, { retry_after_s: 1 });
}

function reused(): DomainError {
  const text = `this ${HEADERS.idempotencyKey} was sent with another request already: take a new key for each request`;
  return new DomainError('idempotency-key-reused', text);
}
