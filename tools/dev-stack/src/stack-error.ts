import { EmbeddedError } from '@callboard/embedded';

/** A reason why the stack cannot run, in one line that says what to do. */
export class StackError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StackError';
  }
}

/** One line for a person where the fault is a known one; else all there is, for whoever mends it. */
export function lineOf(thrown: unknown): string {
  if (thrown instanceof StackError || thrown instanceof EmbeddedError) return thrown.message;
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
