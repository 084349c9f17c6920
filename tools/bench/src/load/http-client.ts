import { Agent, request } from 'node:http';

export interface HttpReply {
  status: number;
  body: string;
}

/** An HTTP client that costs little: connections are kept, at most as many as there are workers. */
export class HttpClient {
  private readonly agent: Agent;
  private readonly base: URL;

  constructor(
    url: string,
    connections: number,
    private readonly headers: Record<string, string> = {},
  ) {
    this.base = new URL(url);
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** The header by which it is known, for calls that it does not make itself. */
  get authorization(): Record<string, string> {
    const { authorization } = this.headers;
    return authorization === undefined ? {} : { authorization };
  }

  send(method: string, path: string, body?: string): Promise<HttpReply> {
    const length = body === undefined ? 0 : Buffer.byteLength(body);
    const headers = { ...this.headers, 'content-type': 'application/json', 'content-length': length };
    const { hostname, port } = this.base;
    return new Promise((resolve, reject) => {
      const asked = request({ agent: this.agent, hostname, port, method, path, headers }, (reply) => {
        const chunks: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.on('end', () =>
          resolve({ status: reply.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
        );
        reply.on('error', reject);
      });
      asked.on('error', reject);
      asked.end(body);
    });
  }

  /** The JSON of a reply of this status. Throws anything else. */
  async json<T>(status: number, method: string, path: string, body?: unknown): Promise<T> {
    const reply = await this.send(method, path, body === undefined ? undefined : JSON.stringify(body));
    if (reply.status === status) return JSON.parse(reply.body) as T;
    throw new Error(`${method} ${path} answers ${reply.status}: ${reply.body.slice(0, 300)}`);
  }

  close(): void {
    this.agent.destroy();
  }
}
