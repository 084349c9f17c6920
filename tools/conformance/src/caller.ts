import { Differs, shown } from './outcome';

/** A JSON object, as clients read it: members by name. */
export type Json = Record<string, unknown>;

export interface Reply {
  /** Such as `GET /jobs`, to be named when the reply differs. */
  readonly call: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The reply read as JSON; undefined where it is none. */
  readonly json: unknown;
}

export interface Sent {
  readonly query?: Record<string, string | number>;
  /** Sent as JSON, unless it is text, bytes or a form already. */
  readonly body?: unknown;
  /** Besides the usual ones, or in place of them; an empty one is left out. */
  readonly headers?: Record<string, string>;
}

/** What whoever calls puts before its headers: the token, or nothing. */
export type Authorization = () => Promise<Record<string, string>>;

const TIMEOUT_MS = 60_000;
/** Network faults only; every answer, whatever it is, is what the check is about. */
const TRIES = 3;

/**
 * Plain HTTP, as unchanged clients speak it (contract 8.1): JSON named and accepted, no body sent as one of no bytes that is
 * named JSON all the same, ids as they are given with raw colons, redirects left to the check.
 */
export class Caller {
  private readonly base: string;

  constructor(
    url: string,
    private readonly authorization: Authorization = () => Promise.resolve({}),
  ) {
    this.base = url.replace(/\/+$/, '');
  }

  async send(method: string, path: string, { query, body, headers }: Sent = {}): Promise<Reply> {
    const asked = query ? `?${new URLSearchParams(textsOf(query))}` : '';
    const usual = { accept: 'application/json', 'content-type': 'application/json' };
    const form = body instanceof URLSearchParams || body instanceof FormData;
    const init = {
      method,
      headers: written({ ...(form ? {} : usual), ...(await this.authorization()), ...headers }),
      body: bytesOf(body),
      redirect: 'manual' as const,
    };
    const response = await this.persist(this.base + path + asked, init);
    const text = await response.text();
    return {
      call: `${method} ${path}`,
      status: response.status,
      headers: response.headers,
      text,
      json: read(text),
    };
  }

  get(path: string, query?: Sent['query'], headers?: Sent['headers']): Promise<Reply> {
    return this.send('GET', path, { query, headers });
  }

  post(path: string, body?: unknown, headers?: Sent['headers']): Promise<Reply> {
    return this.send('POST', path, { body, headers });
  }

  /** Every page of a list: the same parameters again, and the token of the page before. */
  async all(path: string, query: Record<string, string | number>): Promise<Json[]> {
    const found: Json[] = [];
    for (let page: Record<string, string> = {}; ;) {
      const reply = await this.get(path, { ...query, ...page });
      const { resources, next_page_token } = (reply.json ?? {}) as Json;
      if (reply.status !== 200 || !Array.isArray(resources))
        throw new Differs(reply.call, [{ place: '', expected: '200 with resources', came: seen(reply) }]);
      found.push(...(resources as Json[]));
      if (next_page_token == null) return found;
      page = { page_token: String(next_page_token) };
    }
  }

  private async persist(url: string, init: RequestInit): Promise<Response> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
      } catch (thrown) {
        if (tries === TRIES) throw new Error(`${url} does not answer`, { cause: thrown });
      }
    }
  }
}

const written = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));

const textsOf = (query: Record<string, string | number>): Record<string, string> =>
  Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));

/** A reply in one line. */
export const seen = ({ status, text, json }: Reply): string => `${status} ${shown(json ?? text)}`;

function bytesOf(body: unknown): RequestInit['body'] {
  if (body === undefined || body instanceof URLSearchParams || body instanceof FormData) return body;
  // Bytes, as text would be given a type of its own where none is named.
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
