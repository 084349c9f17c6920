import { StackError } from '../stack-error';

/** The few HTTP calls that the demo makes, as any client would make them. */
export class Gateway {
  private token = '';

  constructor(private readonly url: string) {}

  /** Logs in as a site. */
  async logIn(clientId: string, clientSecret: string): Promise<void> {
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    });
    const reply = await this.send<{ access_token: string }>('/token', { method: 'POST', body: form });
    this.token = reply.access_token;
  }

  get<T>(path: string): Promise<T> {
    return this.send(path, {});
  }

  write<T>(method: 'POST' | 'PUT', path: string, body: unknown): Promise<T> {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${this.token}` };
    return this.send(path, { method, headers, body: JSON.stringify(body) });
  }

  private async send<T>(path: string, request: RequestInit): Promise<T> {
    const reply = await fetch(new URL(path, this.url), request);
    if (!reply.ok)
      throw new StackError(
        `${request.method ?? 'GET'} ${path} answers ${reply.status}: ${await reply.text()}`,
      );
    return (await reply.json()) as T;
  }
}
