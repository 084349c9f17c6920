import { DomainError } from '@callboard/kernel';

/** A filter, projection or page token that is not taken: `invalid-input`, which is a 422 in words (contract 3.6). */
export function refusal(words: string): DomainError {
  return new DomainError('invalid-input', words);
}

/** A piece of what was sent, short enough to be repeated in a refusal. */
export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
