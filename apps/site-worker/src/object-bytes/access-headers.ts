import { validateHeaderName, validateHeaderValue } from 'node:http';
import { finalFailure, shown } from './download-failure';

const MOST_HEADERS = 50;
const LONGEST_HEADERS = 8192;
/** These are the business of the connection, or would ask for something other than the whole object as it is kept. */
const OWN =
  /^(host|connection|keep-alive|te|trailer|transfer-encoding|content-length|upgrade|expect|accept-encoding|range|if-.*|proxy-.*)$/i;

/**
 * The headers of an access method that are sent with its URL; those in {@link OWN} are left out.
 *
 * @throws JobFailure `unreadable-object` for headers that HTTP does not allow, or too many
 */
export function accessHeaders(url: URL, headers: Record<string, string>): Record<string, string> {
  const taken = Object.entries(headers).filter(([name]) => !OWN.test(name));
  const length = taken.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (taken.length > MOST_HEADERS || length > LONGEST_HEADERS)
    throw finalFailure(
      'unreadable-object',
      `the access method of ${shown(url)} has too many headers; up to ${MOST_HEADERS} with ${LONGEST_HEADERS} characters are sent`,
    );
  for (const [name, value] of taken) refuseMalformed(url, name, value);
  return Object.fromEntries(taken);
}

/** The value is not told: it may be a secret. */
function refuseMalformed(url: URL, name: string, value: string): void {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch {
    throw finalFailure(
      'unreadable-object',
      `the access method of ${shown(url)} has a header that HTTP does not allow: ${JSON.stringify(name.slice(0, 100))}`,
    );
  }
}
