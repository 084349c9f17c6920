import { must } from './check';

/** JSON as the worker reads it: members by name, nothing checked. */
export type Json = Record<string, unknown>;

export interface Reply {
  status: number;
  /** A text when the reply is no JSON object or list. */
  body: Json;
}

const RENEW_BEFORE_MS = 60_000;

/** Speaks to the runtime as the worker's own HTTP client does (contract 8.1). */
export class WorkerClient {
  private readonly base: string;
  private token = '';
  private expiresAt = 0;
  calls = 0;

  constructor(
    url: string,
    private readonly client: { id: string; secret: string },
  ) {
    this.base = url.endsWith('/') ? url : `${url}/`;
  }

  /** Every page of a list: the same parameters again, and the token of the page before. */
  async all(path: string, parameters: Record<string, string>): Promise<Json[]> {
    const found: Json[] = [];
    for (let page_token = ''; ;) {
      const query = new URLSearchParams({ ...parameters, ...(page_token && { page_token }) });
      const { status, body } = await this.call('GET', `${path}?${query}`);
      must(`GET ${path} is 200 with resources`, status === 200 && Array.isArray(body.resources), body);
      found.push(...(body.resources as Json[]));
      if (!body.next_page_token) return found;
      page_token = body.next_page_token as string;
    }
  }

  /** `path` as the worker writes it: ids with raw colons. No body is sent as one of no bytes, labelled JSON. */
  async call(method: string, path: string, body?: unknown): Promise<Reply> {
    await this.renewToken();
    this.calls += 1;
    const response = await fetch(this.base + path, {
      method,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        authorization: `Bearer ${this.token}`,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    try {
      return { status: response.status, body: JSON.parse(text) as Json };
    } catch {
      must(`${method} ${path} answers JSON`, false, text);
    }
  }

  /** By the clock alone, never on a 401. */
  private async renewToken(): Promise<void> {
    if (Date.now() < this.expiresAt - RENEW_BEFORE_MS) return;
    const form = {
      grant_type: 'client_credentials',
      client_id: this.client.id,
      client_secret: this.client.secret,
    };
    const response = await fetch(`${this.base}token`, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form),
    });
    const reply = (await response.json()) as { access_token?: string; expires?: Record<string, number> };
    must('POST token is 200 with access_token and expires', reply.access_token && reply.expires, reply);
    const { days = 0, hours = 0, minutes = 0, ...others } = reply.expires;
    must('expires holds days, hours and minutes only', Object.keys(others).length === 0, reply.expires);
    this.token = reply.access_token;
    this.expiresAt = Date.now() + ((days * 24 + hours) * 60 + minutes) * 60_000;
  }
}
