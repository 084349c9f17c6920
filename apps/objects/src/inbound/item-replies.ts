import { accepted, type ItemReply, type RequestContract, refused } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';

/** What a request is asked with, once it has been checked. */
export type InputOf<R> = R extends RequestContract<infer I, unknown> ? I : never;

export interface Replies<T> {
  items: ItemReply<T>[];
}

/** The reply to a batch: each item, or why it was refused. */
export function repliesOf<T>(answers: readonly (T | DomainError)[]): Replies<T> {
  return {
    items: answers.map((answer) =>
      answer instanceof DomainError ? refused(answer.code, answer.message, answer.details) : accepted(answer),
    ),
  };
}
