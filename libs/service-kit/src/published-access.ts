import { listTokenKeys, type Revocation } from '@callboard/contracts';
import type { RequestClient } from '@callboard/messaging';
import { type PublishedKey, TokenKeys } from './token-keys';
import { TokenRevocations } from './token-revocations';

/** Whoever can be asked, such as {@link RequestClient}. */
export type Requests = Pick<RequestClient, 'request'>;

/** Longest wait for one page, in ms: verifying must not wait longer for a `sites` that hangs. */
const PAGE_MS = 1_000;

/**
 * What `sites` publishes for all who verify tokens. Keys come with each load of the revocations, so that a key that was
 * retired refuses as soon as a client that was revoked (design 7), and a new one is known before it signs.
 */
export class PublishedAccess {
  readonly keys: TokenKeys;
  readonly revocations: TokenRevocations;

  constructor(requests: Requests) {
    this.keys = new TokenKeys(async () => (await requests.request(listTokenKeys, {})).keys);
    this.revocations = new TokenRevocations(async () => {
      const { keys, revocations } = await loadPublished(requests);
      await this.keys.replace(keys);
      return revocations;
    });
  }
}

/** All live revocations, page by page, and the keys that come with the first one. */
export async function loadPublished(
  requests: Requests,
): Promise<{ keys: PublishedKey[]; revocations: Revocation[] }> {
  const revocations: Revocation[] = [];
  let keys: PublishedKey[] | undefined;
  for (let more = true; more;) {
    const last = revocations.at(-1)?.subject;
    const page = await requests.request(listTokenKeys, last === undefined ? {} : { revoked_after: last }, {
      timeoutMs: PAGE_MS,
    });
    keys ??= page.keys;
    revocations.push(...(page.revocations ?? []));
    more = page.more_revocations === true && page.revocations?.length !== 0;
  }
  return { keys: keys ?? [], revocations };
}
