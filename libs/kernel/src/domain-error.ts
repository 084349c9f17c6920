/**
 * A refusal with a stable code. Services answer with it, the gateway turns it into a status, workers branch on it.
 *
 * `code` comes from the table in libs/contracts (error-codes.ts). `message` is for people: it says what is wrong and
 * what would be right. `details` is JSON for programs; it never holds secrets.
 */
export class DomainError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly details?: unknown,
  ) {
    super(message);
    this.name = 'DomainError';
  }
}

/** The text of whatever was thrown, for log lines and reasons. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
