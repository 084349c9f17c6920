import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the gateway saw it. */
export interface Heard {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** What is answered; a number is a status without a body, and `hang up` no answer at all. */
export type Answer =
  number | 'hang up' | 'say nothing' | { status?: number; headers?: Record<string, string>; body?: unknown };

/** A gateway of a test's own, over real HTTP: it remembers what it heard and answers as it is told. */
export class Gateway {
  readonly heard: Heard[] = [];
  /** Tokens are `token 1`, `token 2` and so on. */
  tokens = 0;
  tokenLife: Record<string, number> = { days: 1, hours: 0, minutes: 0 };
  private readonly server = createServer((request, reply) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString();
      const heard = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
      const given = heard.url === '/token' ? this.token() : this.remember(heard);
      if (given === 'say nothing') return;
      if (given === 'hang up') return void request.socket.destroy();
      const answer = typeof given === 'number' ? { status: given } : given;
      const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
      reply.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
      reply.end(answer.body === undefined ? undefined : text);
    });
  });

  private constructor(private readonly answer: (heard: Heard, nth: number) => Answer) {}

  static async start(answer: (heard: Heard, nth: number) => Answer): Promise<Gateway> {
    const gateway = new Gateway(answer);
    await new Promise<void>((resolve) => gateway.server.listen(0, '127.0.0.1', resolve));
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private remember(heard: Heard): Answer {
    this.heard.push(heard);
    return this.answer(heard, this.heard.length);
  }

  private token(): Answer {
    this.tokens += 1;
    return {
      body: { access_token: `token ${this.tokens}`, token_type: 'bearer', expires: this.tokenLife },
    };
  }
}
