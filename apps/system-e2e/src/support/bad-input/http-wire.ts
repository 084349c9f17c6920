import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';

export interface WireRequest {
  method: string;
  /** Sent exactly so: no tidying, no encoding. */
  path: string;
  headers?: Record<string, string | string[]>;
  body?: Buffer | string;
  /** Sends the body in pieces, without saying its length first. */
  chunked?: true;
}

export interface WireReply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** Longer than this is a hang, in ms. */
const PATIENCE_MS = 15_000;

/** A client that tidies nothing up. Its connections are kept alive. */
export class HttpWire {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 32 });
  private readonly hostname: string;
  private readonly port: number;

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    this.hostname = hostname;
    this.port = Number(port);
  }

  close(): void {
    this.agent.destroy();
  }

  /** Sends one request. Rejects when no reply comes, or none within {@link PATIENCE_MS}. */
  ask({ method, path, headers = {}, body, chunked }: WireRequest): Promise<WireReply> {
    const { agent, hostname, port } = this;
    const length = body === undefined || chunked ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    return new Promise((resolve, reject) => {
      const request = httpRequest({
        agent,
        hostname,
        port,
        method,
        path,
        headers: { ...length, ...headers },
      });
      const late = setTimeout(
        () => request.destroy(new Error(`no reply within ${PATIENCE_MS} ms`)),
        PATIENCE_MS,
      );
      let answered = false;
      request.on('error', (error) => {
        // A server that refuses a body early may cut it off: the reply counts, if there is one.
        if (!answered) reject(error);
      });
      request.on('close', () => clearTimeout(late));
      request.on('response', (response) => {
        answered = true;
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const { statusCode: status = 0, headers: received } = response;
          resolve({ status, headers: received, text: Buffer.concat(chunks).toString() });
        });
      });
      if (chunked) for (const piece of piecesOf(body ?? '')) request.write(piece);
      request.end(chunked ? undefined : body);
    });
  }

  /** Sends bytes over a connection of their own and gives all that comes back until the server closes it. */
  shout(bytes: Buffer | string, { halfClose = true } = {}): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: this.hostname, port: this.port, allowHalfOpen: true });
      const heard: Buffer[] = [];
      socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error(`no end within ${PATIENCE_MS} ms`)));
      socket.on('data', (chunk) => heard.push(chunk));
      socket.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'EPIPE' || error.code === 'ECONNRESET') return;
        reject(error);
      });
      socket.on('end', () => socket.end());
      socket.on('close', () => resolve(Buffer.concat(heard).toString('latin1')));
      socket.write(bytes);
      if (halfClose) socket.end();
    });
  }
}

const PIECE = 64 * 1024;

function* piecesOf(body: Buffer | string): Generator<Buffer> {
  const bytes = Buffer.from(body);
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}
