import type { IncomingMessage } from 'node:http';
import type { JobFailure } from '@callboard/site-kit';
import { finalFailure, shown, statusFailure } from './download-failure';

const MOST_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export type Ask = (url: URL, headers: Record<string, string>) => Promise<IncomingMessage>;

/**
 * Asks for `first` and goes where its server sends, at most five times; each step is checked as the first was. The
 * headers are for the origin of `first` alone: once a step has left it, none of them is sent again.
 *
 * @throws JobFailure `scheme-refused`, `credentials-refused`, `too-many-redirects`, `unreachable-object`
 */
export async function follow(
  first: URL,
  headers: Record<string, string>,
  ask: Ask,
): Promise<{ url: URL; answer: IncomingMessage }> {
  let url = first;
  let sent = headers;
  for (let steps = 0; ; steps += 1) {
    refuseUnfit(url);
    const answer = await ask(url, sent);
    const status = answer.statusCode ?? 0;
    if (status === 200) return { url, answer };
    answer.destroy();
    if (!REDIRECTS.has(status)) throw statusFailure(url, status);
    if (steps === MOST_REDIRECTS) throw tooMany(first);
    url = targetOf(url, answer.headers.location);
    if (url.origin !== first.origin) sent = {};
  }
}

function targetOf(from: URL, location: string | undefined): URL {
  if (!location || !URL.canParse(location, from.href))
    throw finalFailure('unreachable-object', `${shown(from)} redirects without saying where to`);
  const target = new URL(location, from);
  if (from.protocol === 'https:' && target.protocol === 'http:')
    throw finalFailure(
      'scheme-refused',
      `${shown(from)} redirects from https: to http:, which is not followed`,
    );
  return target;
}

function refuseUnfit(url: URL): void {
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw finalFailure('scheme-refused', `${shown(url)} is not read: only https: and http: are fetched`);
  if (url.username || url.password)
    throw finalFailure(
      'credentials-refused',
      `${shown(url)} is not read: a URL may hold no user and password; the headers of its access method may`,
    );
}

function tooMany(first: URL): JobFailure {
  return finalFailure('too-many-redirects', `${shown(first)} redirects more than ${MOST_REDIRECTS} times`);
}
