import { DomainError } from '@callboard/kernel';
import { ReplyInstead } from '../errors/reply-instead';
import type { Verdict } from './submission-stream';

/** What is wrong, by collection (contract 2.7). */
export const errorsOf = (findings: Verdict['findings']) => ({ result: 'errors' as const, detail: findings });

/** Clients look for words in a text (contract 2.7, D30). */
export function submissionRefused(findings: Verdict['findings']): ReplyInstead {
  const reason = new DomainError('invalid-metadata', 'The metadata breaks rules of the schema.', {
    findings,
  });
  return new ReplyInstead(
    422,
    { detail: JSON.stringify(errorsOf(findings)), code: 'invalid-metadata' },
    reason,
  );
}
