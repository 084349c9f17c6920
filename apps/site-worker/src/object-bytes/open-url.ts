import { messageOf } from '@callboard/kernel';
import { JobFailure } from '@callboard/site-kit';

export interface UrlAccess {
  headers: Record<string, string>;
  idleTimeoutMs: number;
  maxBytes: number;
  signal: AbortSignal;
}

/** Opens an http(s) object: given up after `idleTimeoutMs` without a byte, cut off above `maxBytes`. */
export async function openUrl(url: URL, access: UrlAccess): Promise<AsyncIterable<Uint8Array>> {
  const idle = new IdleTimer(access.idleTimeoutMs);
  const signal = AbortSignal.any([access.signal, idle.signal]);
  try {
    const reply = await fetch(url, { headers: access.headers, signal });
    if (!reply.ok) throw refusedBy(url, reply.status);
    if (!reply.body) throw new JobFailure('unreachable-object', `${shown(url)} answers without a body`);
    return received(url, reply.body, idle, access.maxBytes);
  } catch (thrown) {
    idle.stop();
    throw asFailure(url, thrown, idle);
  }
}

async function* received(
  url: URL,
  body: AsyncIterable<Uint8Array>,
  idle: IdleTimer,
  maxBytes: number,
): AsyncIterable<Uint8Array> {
  let bytes = 0;
  try {
    for await (const piece of body) {
      idle.restart();
      bytes += piece.length;
      if (bytes > maxBytes)
        throw new JobFailure('object-too-large', `${shown(url)} gives more than ${maxBytes} bytes`, {
          retriable: false,
        });
      yield piece;
      idle.restart();
    }
  } catch (thrown) {
    throw asFailure(url, thrown, idle);
  } finally {
    idle.stop();
  }
}

/** Aborts when nothing came for a while. */
class IdleTimer {
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout;

  constructor(private readonly ms: number) {
    this.timer = this.arm();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  restart(): void {
    clearTimeout(this.timer);
    this.timer = this.arm();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private arm(): NodeJS.Timeout {
    return setTimeout(() => this.controller.abort(new Error(`nothing came for ${this.ms} ms`)), this.ms);
  }
}

function refusedBy(url: URL, status: number): JobFailure {
  const retriable = status >= 500 || status === 429 || status === 408;
  return new JobFailure('unreachable-object', `${shown(url)} answers with status ${status}`, { retriable });
}

function asFailure(url: URL, thrown: unknown, idle: IdleTimer): unknown {
  if (thrown instanceof JobFailure) return thrown;
  const cause = thrown instanceof Error && thrown.cause ? thrown.cause : thrown;
  const reason = idle.signal.aborted ? messageOf(idle.signal.reason) : messageOf(cause);
  return new JobFailure('unreachable-object', `${shown(url)} cannot be read: ${reason}`, { retriable: true });
}

/** Without query and credentials: signed URLs are secrets. */
function shown(url: URL): string {
  return `${url.origin}${url.pathname}`;
}
