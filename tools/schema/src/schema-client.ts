import type { SchemaVersion, TokenReply } from '@callboard/contracts';

/** How long a large schema may take to be compiled, in ms. */
const PATIENCE_MS = 60_000;

/** The calls of the registry of schemas, as any client would make them. */
export class SchemaClient {
  private token = '';

  constructor(private readonly url: string) {}

  async logIn(admin: { username: string; password: string }): Promise<void> {
    const body = new URLSearchParams({ grant_type: 'password', ...admin });
    this.token = (await this.send<TokenReply>('/token', { method: 'POST', body })).access_token;
  }

  /** The text of a JSON Schema; what it is worth is for the service to say. */
  install(schema: string): Promise<SchemaVersion> {
    return this.send('/schemas', { method: 'POST', body: schema, headers: this.headers });
  }

  activate(version: number): Promise<SchemaVersion> {
    return this.send(`/schemas/${version}:activate`, { method: 'POST', headers: this.headers });
  }

  list(): Promise<SchemaVersion[]> {
    return this.send('/schemas', {});
  }

  private get headers(): Record<string, string> {
    return { 'content-type': 'application/json', authorization: `Bearer ${this.token}` };
  }

  private async send<T>(path: string, request: RequestInit): Promise<T> {
    const reply = await fetch(new URL(path, this.url), {
      ...request,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await reply.text();
    if (reply.ok) return JSON.parse(text) as T;
    throw new Error(`${request.method ?? 'GET'} ${path} answers ${reply.status}: ${text.slice(0, 1000)}`);
  }
}
