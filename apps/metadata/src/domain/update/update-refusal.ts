import { DomainError } from '@callboard/kernel';

/** An update that is not taken. */
export const refusal = (words: string): DomainError => new DomainError('invalid-input', words);

/** A piece of what was sent, short enough to be repeated. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
