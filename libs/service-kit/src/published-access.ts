import { listTokenKeys, type Revocation } from '@callboard/contracts';
import type { RequestClient } from '@callboard/messaging';

/** Whoever can be asked, such as {@link RequestClient}. */
export type Requests = Pick<RequestClient, 'request'>;

/** Longest wait for one page, in ms: verifying must not wait longer for a `sites` that hangs. */
const PAGE_MS = 1_000;

/** All live revocations, page by page. */
export async function loadRevocations(requests: Requests): Promise<Revocation[]> {
  const revocations: Revocation[] = [];
  for (let more = true; more;) {
    const last = revocations.at(-1)?.subject;
    const page = await requests.request(listTokenKeys, last === undefined ? {} : { revoked_after: last }, {
      timeoutMs: PAGE_MS,
    });
    revocations.push(...(page.revocations ?? []));
    more = page.more_revocations === true && page.revocations?.length !== 0;
  }
  return revocations;
}
