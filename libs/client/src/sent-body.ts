import type { RouteContract } from '@callboard/contracts';

/** A body as `fetch` takes it, and what it is said to be. A form of files names its own type. */
export interface SentBody {
  readonly body?: string | URLSearchParams | FormData | Blob | Uint8Array;
  readonly contentType?: string;
}

/**
 * The body in the form that the route has. All forms can be sent again: a stream is taken by none, so a large file is
 * sent as a Blob, such as `fs.openAsBlob(path)` gives.
 *
 * @throws TypeError when the route takes no body, or another one
 */
export function sentBody(route: RouteContract, body: unknown): SentBody {
  const call = `${route.method} ${route.path}`;
  if (body === undefined) return {};
  if (route.upload !== undefined) {
    if (body instanceof FormData) return { body };
    throw new TypeError(`${call} takes a FormData with a file named ${route.upload}`);
  }
  if (route.streamed !== undefined && (body instanceof Blob || body instanceof Uint8Array))
    return { body, contentType: 'application/json' };
  if (route.body === undefined && route.streamed === undefined) throw new TypeError(`${call} takes no body`);
  if (route.form)
    return {
      body: new URLSearchParams(body as Record<string, string>),
      contentType: 'application/x-www-form-urlencoded',
    };
  return { body: JSON.stringify(body), contentType: 'application/json' };
}
