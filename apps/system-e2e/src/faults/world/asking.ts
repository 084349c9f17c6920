import { eventually } from '@callboard/testing';
import type { Answer, Client } from '../../support/client';
import type { Ledger } from './ledger';

/** As one who has patience: longer than any fault lasts. */
const PATIENCE_MS = 120_000;
const PAUSE_MS = 100;

/**
 * Asks again while the answer is a failure of the server, and notes in the ledger how long that took. For calls that may
 * be repeated without harm. `client` is asked each time, as tokens end. Throws when the answer has another status than
 * these, as no fault may refuse what is right.
 */
export async function asking<T>(
  client: () => Client,
  ledger: Ledger,
  [method, path, body]: [string, string, unknown?],
  statuses: readonly number[],
): Promise<Answer<T>> {
  const from = performance.now();
  const answer = await eventually(
    `${method} ${path} is answered with ${statuses.join(' or ')}`,
    async () => {
      const seen = await client().call<T>(method, path, body);
      if (seen.status < 500 && seen.status !== 429) return seen;
      throw new Error(inWords(seen));
    },
    { timeoutMs: PATIENCE_MS, everyMs: PAUSE_MS },
  );
  ledger.waits.push(performance.now() - from);
  if (!statuses.includes(answer.status)) throw new Error(`${method} ${path} answers ${inWords(answer)}`);
  return answer;
}

const inWords = ({ status, body }: Answer): string => `${status} ${JSON.stringify(body)}`;
