import { type RequestContract, TRANSIENT_CODES } from '@callboard/contracts';
import { DomainError, type Log } from '@callboard/kernel';
import type { SiteRequestClient } from '@callboard/messaging';
import type { AccessToken } from './access-token';
import { pause } from './pause';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;
const MAY_PASS = [...TRANSIENT_CODES, 'internal'];

/** How long to wait for an answer, in ms; 5 s unless told. */
export interface Patience {
  readonly timeoutMs?: number;
}

/** Requests of a site that repeat until they are answered. Only for requests that are harmless to repeat. */
export class SiteRequests {
  constructor(
    private readonly client: SiteRequestClient,
    private readonly token: AccessToken,
    private readonly log: Log,
  ) {}

  /**
   * Asks again, with growing pauses up to 5 s, while the answer is that nobody could answer now, or that the token
   * is stale. Every other refusal is thrown, and so is the last one when `signal` aborts.
   */
  async persist<I, O>(
    contract: RequestContract<I, O>,
    input: I,
    signal?: AbortSignal,
    patience: Patience = {},
  ): Promise<O> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await this.client.request(contract, input, patience);
      } catch (thrown) {
        if (!this.mayPass(thrown, tries) || signal?.aborted) throw thrown;
        this.log.debug({ verb: contract.verb, tries, err: thrown }, 'request not answered, asking again');
        await pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tries), signal);
      }
    }
  }

  /** Asks once. */
  once<I, O>(contract: RequestContract<I, O>, input: I): Promise<O> {
    return this.client.request(contract, input);
  }

  private mayPass(thrown: unknown, tries: number): boolean {
    if (!(thrown instanceof DomainError)) return false;
    if (thrown.code === 'unauthenticated' && tries < 3) {
      this.token.forget();
      return true;
    }
    return MAY_PASS.includes(thrown.code);
  }
}
