import { retryAfterMs } from './retry-delay';

/** Callboard answered, and refused. */
export class CallboardError extends Error {
  override readonly name = 'CallboardError';

  private constructor(
    /** Such as `POST /jobs/{job_id}:claim`. */
    readonly call: string,
    readonly status: number,
    /** A code of the table of error codes, which keeps its meaning; absent where the gateway tells none. */
    readonly code: string | undefined,
    /** What the reply says, mostly a text. */
    readonly detail: unknown,
    /** What programs may want to know besides, such as each fault of the shape of a request. */
    readonly details: unknown,
    /** Names the call in the logs of Callboard. */
    readonly traceId: string | undefined,
    /** How long to wait before asking again, where the reply says so. */
    readonly retryAfterMs: number | undefined,
  ) {
    const inWords = typeof detail === 'string' ? detail : JSON.stringify(detail);
    super(`${call} is refused with ${status}${code ? ` ${code}` : ''}: ${inWords}`);
  }

  /** Reads a refusal: problem details, the contract's form, or JSON or text of any kind where a proxy answers. */
  static async of(call: string, response: Response): Promise<CallboardError> {
    const body = readJson(await response.text());
    const traceId = response.headers.get('x-trace-id') ?? undefined;
    const wait = retryAfterMs(response.headers.get('retry-after'));
    if (typeof body !== 'object' || body === null || !('detail' in body))
      return new CallboardError(call, response.status, undefined, body, undefined, traceId, wait);
    const { code, detail, details, errors } = body as Record<string, unknown>;
    const stable = typeof code === 'string' ? code : undefined;
    return new CallboardError(call, response.status, stable, detail, details ?? errors, traceId, wait);
  }
}

/** No answer came: the gateway could not be reached, or took too long. `cause` is what was seen last. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';

  constructor(
    readonly call: string,
    why: string,
    cause: unknown,
  ) {
    super(`${call} was not answered: ${why}`, { cause });
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
