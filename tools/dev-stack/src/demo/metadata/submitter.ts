import { setTimeout as delay } from 'node:timers/promises';
import type { Job, Operation, RunSummary } from '@callboard/contracts';
import type { Stack } from '../../stack';
import { StackError } from '../../stack-error';

const LOOK_EVERY_MS = 25;
const WITHIN_MS = 60_000;

export interface Reply<T> {
  readonly status: number;
  readonly body: T;
}

/** Somebody who may submit metadata, with the calls that any client would make. */
export class Submitter {
  private constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** Logs in with a form of the token call: as the admin, or as a client of a site. */
  static async logIn({ gatewayUrl }: Stack, form: Record<string, string>): Promise<Submitter> {
    const reply = await fetch(`${gatewayUrl}/token`, { method: 'POST', body: new URLSearchParams(form) });
    if (!reply.ok) throw new StackError(`POST /token answers ${reply.status}: ${await reply.text()}`);
    return new Submitter(gatewayUrl, ((await reply.json()) as { access_token: string }).access_token);
  }

  async call<T>(method: string, path: string, body?: unknown): Promise<Reply<T>> {
    const json = body === undefined ? undefined : JSON.stringify(body);
    return this.send(method, path, json, { 'content-type': 'application/json' });
  }

  /** Sends a form with one file. */
  upload<T>(path: string, field: string, name: string, text: string): Promise<Reply<T>> {
    const form = new FormData();
    form.append(field, new Blob([text]), name);
    return this.send('POST', path, form, {});
  }

  private async send<T>(
    method: string,
    path: string,
    body: string | FormData | undefined,
    headers: Record<string, string>,
  ): Promise<Reply<T>> {
    const authorization = `Bearer ${this.token}`;
    const reply = await fetch(new URL(path, this.url), {
      method,
      headers: { ...headers, authorization },
      ...(body !== undefined && { body }),
    });
    return { status: reply.status, body: JSON.parse(await reply.text()) as T };
  }

  /** The body of a reply that has to be a good one. */
  async must<T>(method: string, path: string, body?: unknown): Promise<T> {
    const reply = await this.call<T>(method, path, body);
    if (reply.status < 300) return reply.body;
    throw new StackError(`${method} ${path} answers ${reply.status}: ${JSON.stringify(reply.body)}`);
  }

  runEnded(id: string): Promise<RunSummary> {
    return this.until(`the run ${id}`, async () => {
      const run = await this.must<RunSummary>('GET', `/runs/${id}`);
      return ['COMPLETE', 'FAIL'].includes(run.status) ? run : undefined;
    });
  }

  /** The operation under which the job of an object has ended. */
  async jobEnded(objectId: string): Promise<Operation> {
    const filter = encodeURIComponent(JSON.stringify({ 'config.object_id': objectId }));
    const job = await this.until(`the job of ${objectId}`, async () => {
      const { resources } = await this.must<{ resources: Job[] }>('GET', `/jobs?filter=${filter}`);
      return resources.find(({ state }) => !['queued', 'claimed'].includes(state));
    });
    return this.must('GET', `/operations/${job.claims?.at(-1)?.op_id ?? ''}`);
  }

  private async until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
    for (const giveUpAt = performance.now() + WITHIN_MS; performance.now() < giveUpAt;) {
      const found = await look();
      if (found !== undefined) return found;
      await delay(LOOK_EVERY_MS);
    }
    throw new StackError(`${what} does not end`);
  }
}
