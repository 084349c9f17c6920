import { setTimeout as delay } from 'node:timers/promises';
import { IMPORTER, type RequestContract, TRANSIENT_CODES } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import type { RequestClient } from '@callboard/messaging';
import type { Services } from '../kinds/kind';

/** How long a service may be away before the import breaks off, in ms. */
const PATIENCE_MS = 120_000;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

/** Asks services as the importer. A request that may have been carried out is put again: all of them bear that. */
export class PatientRequests implements Services {
  constructor(
    private readonly client: RequestClient,
    private readonly patienceMs = PATIENCE_MS,
  ) {}

  /** @throws DomainError as the service refuses; `unavailable` and `overloaded` only after a long time */
  async ask<I, O>(contract: RequestContract<I, O>, input: NoInfer<I>): Promise<O> {
    const giveUpAt = performance.now() + this.patienceMs;
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
      try {
        return await this.client.request(contract, input, { caller: IMPORTER });
      } catch (error) {
        if (!isTransient(error) || performance.now() + wait > giveUpAt) throw error;
      }
      await delay(wait);
    }
  }
}

export const isTransient = (error: unknown): boolean =>
  error instanceof DomainError && TRANSIENT_CODES.includes(error.code);
