import type { Link } from '@callboard/contracts';

/** Most bytes of the links of one reply, about: it stays below 512 KB (design 4, "Sizes"). */
const REPLY_BYTES = 400_000;

/** Those after an id, as many as fit; the first always does. */
export function pageOfLinks(
  links: readonly Link[],
  { after, limit }: { after?: string | undefined; limit: number },
): { links: Link[]; more: boolean } {
  const rest = after === undefined ? links : links.filter(({ id }) => id > after);
  const page: Link[] = [];
  let bytes = 0;
  for (const link of rest.slice(0, limit)) {
    bytes += JSON.stringify(link).length;
    if (page.length > 0 && bytes > REPLY_BYTES) break;
    page.push(link);
  }
  return { links: page, more: page.length < rest.length };
}
