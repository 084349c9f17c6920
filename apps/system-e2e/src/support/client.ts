import { createHash, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Job, Operation } from '@callboard/contracts';
import { eventually } from '@callboard/testing';
import type { Stack } from '../../../../tools/dev-stack/src/stack';

/** A reply as a test reads it. */
export interface Answer<T = unknown> {
  status: number;
  body: T;
  headers: Headers;
}

/** An HTTP client that logs in once. Every call has its own connection budget; none is retried unless asked to. */
export class Client {
  private token = '';

  constructor(private readonly baseUrl: string) {}

  static async asRuntimeSite(stack: Stack): Promise<Client> {
    const { runtimeClientId, runtimeClientSecret } = stack.secrets;
    return new Client(stack.gatewayUrl).logIn({
      grant_type: 'client_credentials',
      client_id: runtimeClientId,
      client_secret: runtimeClientSecret,
    });
  }

  static async asAdmin(stack: Stack): Promise<Client> {
    const { adminUsername: username, adminPassword: password } = stack.dev;
    return new Client(stack.gatewayUrl).logIn({ grant_type: 'password', username, password });
  }

  async logIn(form: Record<string, string>): Promise<this> {
    const reply = await fetch(new URL('/token', this.baseUrl), {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    if (reply.status !== 200) throw new Error(`no token: ${reply.status} ${await reply.text()}`);
    this.token = ((await reply.json()) as { access_token: string }).access_token;
    return this;
  }

  /** The header that its calls carry; none before it has logged in. */
  get authorization(): Record<string, string> {
    return this.token ? { authorization: `Bearer ${this.token}` } : {};
  }

  async call<T = unknown>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const reply = await fetch(new URL(path, this.baseUrl), {
      method,
      headers: { 'content-type': 'application/json', ...this.authorization, ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await reply.text();
    const json = (reply.headers.get('content-type') ?? '').includes('json');
    return { status: reply.status, headers: reply.headers, body: (json ? JSON.parse(text) : text) as T };
  }

  /** Repeats a harmless call until it is answered with one of these statuses: for tests that kill what answers. */
  persist<T>(method: string, path: string, body: unknown, statuses: number[]): Promise<Answer<T>> {
    return eventually(
      `${method} ${path} is answered with ${statuses.join(' or ')}`,
      async () => {
        const answer = await this.call<T>(method, path, body);
        if (!statuses.includes(answer.status))
          throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
        return answer;
      },
      { timeoutMs: 60_000 },
    );
  }

  /** Every job there is, page by page. Without any filter a site is shown only what it may claim (contract 2.5). */
  async jobs(): Promise<Job[]> {
    const jobs: Job[] = [];
    let token = '';
    do {
      const page = await this.call<{ resources: Job[]; next_page_token?: string | null }>(
        'GET',
        `/jobs?filter=&max_page_size=500${token && `&page_token=${encodeURIComponent(token)}`}`,
      );
      if (page.status !== 200) throw new Error(`GET /jobs answers ${page.status}`);
      jobs.push(...page.body.resources);
      token = page.body.next_page_token ?? '';
    } while (token);
    return jobs;
  }

  async operation(id: string): Promise<Operation> {
    return (await this.call<Operation>('GET', `/operations/${id}`)).body;
  }
}

/** A small FASTA file of its own content, and what POST /objects takes for it. */
export function fastaObject(
  folder: string,
  text = `>read\n${randomUUID().replace(/[^acgt]/g, 'A')}\n>${randomUUID()}\nACGT\n`,
) {
  const name = `${randomUUID()}.fa`;
  writeFileSync(join(folder, name), text);
  return {
    name,
    size: Buffer.byteLength(text),
    checksums: [{ type: 'sha256', checksum: createHash('sha256').update(text).digest('hex') }],
    created_time: new Date().toISOString(),
    access_methods: [{ type: 'file', access_url: { url: pathToFileURL(join(folder, name)).href } }],
  };
}
