/** Bytes of JSON that the list may take: with it, a token stays well below the limits of HTTP headers. */
const LARGEST_LIST_BYTES = 4_096;

/**
 * The sites that a token names as administered by its user. Tokens travel in headers, and a user who keeps creating
 * sites must not be locked out by a token that has grown too large: the sites in `first` come first, then the newest,
 * until the list is full. Requests that create credentials ask the database and not the token.
 *
 * @param siteAdmin sites of the user, oldest first
 */
export function sitesForToken(siteAdmin: readonly string[], first: readonly string[]): string[] {
  const ordered = [...first.filter((site) => siteAdmin.includes(site)), ...siteAdmin.toReversed()];
  const taken: string[] = [];
  let bytes = 2;
  for (const site of new Set(ordered)) {
    bytes += Buffer.byteLength(JSON.stringify(site)) + 1;
    if (bytes > LARGEST_LIST_BYTES) break;
    taken.push(site);
  }
  return taken;
}
