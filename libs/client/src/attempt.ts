import { CallboardError, NoAnswerError } from './callboard-error';
import { TimeLimit } from './time-limit';

/** Ends what waits for `promise`, though not the thing waited for: others may wait for the same token. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** Waits, unless the signal ends the call first. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const waited = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  return orAborted(waited, signal).finally(() => clearTimeout(timer));
}

/**
 * One try, headers and body: `read` has to be done by the time it ends. What went wrong before there was an answer becomes
 * a NoAnswerError, unless the caller's own signal was it.
 */
export async function tryOnce<T>(
  call: string,
  url: URL,
  init: RequestInit & { signal: AbortSignal; tryTimeoutMs: number },
  read: (response: Response) => Promise<T>,
): Promise<T> {
  const { tryTimeoutMs, signal, ...request } = init;
  const limit = new TimeLimit(tryTimeoutMs);
  let response: Response | undefined;
  try {
    response = await fetch(url, { ...request, signal: AbortSignal.any([signal, limit.signal]) });
    return await read(response);
  } catch (thrown) {
    if (signal.aborted) throw signal.reason;
    if (limit.reached) throw new NoAnswerError(call, `nothing came within ${tryTimeoutMs} ms`, thrown);
    if (thrown instanceof CallboardError) throw thrown;
    const why = response ? 'the reply broke off, or cannot be read' : `${url.origin} cannot be reached`;
    throw new NoAnswerError(call, why, thrown);
  } finally {
    limit.stop();
  }
}
