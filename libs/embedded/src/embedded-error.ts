/**
 * What can go wrong when an embedded server is found, prepared or started. The codes are stable: callers
 * choose what to print by them, tests assert on them.
 */
export type EmbeddedErrorCode =
  | 'postgres-binaries-missing'
  | 'postgres-data-damaged'
  | 'postgres-data-in-use'
  | 'postgres-version-mismatch'
  | 'postgres-password-refused'
  | 'nats-server-missing'
  | 'nats-server-too-old'
  | 'broker-config-invalid'
  | 'port-taken'
  | 'start-failed';

/**
 * An embedded server is not to be had. `message` is one line that says what is wrong and what to do;
 * `details` holds the last log lines of the server (or of the tool that failed), oldest first.
 */
export class EmbeddedError extends Error {
  constructor(
    readonly code: EmbeddedErrorCode,
    message: string,
    readonly details: readonly string[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'EmbeddedError';
  }
}

/** A text field of anything thrown. Errors of Node's own may belong to another realm, where instanceof fails. */
function textField(thrown: unknown, name: 'code' | 'message'): string | undefined {
  if (typeof thrown !== 'object' || thrown === null) return undefined;
  const value: unknown = Reflect.get(thrown, name);
  return typeof value === 'string' ? value : undefined;
}

/** The whole message of an unknown thrown value. */
export function messageOf(error: unknown): string {
  return textField(error, 'message') ?? String(error);
}

/** The reason of an unknown thrown value, on one line. */
export function reasonOf(error: unknown): string {
  return messageOf(error).split('\n', 1)[0] ?? '';
}

/** Passes an EmbeddedError on and turns anything else (a refused mkdir, say) into a `start-failed`. */
export function asEmbeddedError(error: unknown, doing: string): EmbeddedError {
  if (error instanceof EmbeddedError) return error;
  return new EmbeddedError('start-failed', `${doing}: ${reasonOf(error)}`, [], { cause: error });
}

/** The `code` of a Node system error ('EACCES', 'ENOENT', …) or of a PostgreSQL error, if it has one. */
export function systemCode(error: unknown): string | undefined {
  return textField(error, 'code');
}
