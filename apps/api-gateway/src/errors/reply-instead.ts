import type { DomainError } from '@callboard/kernel';

/** Ends a request with a body that is not the usual error form; problem details, where accepted, take precedence. */
export class ReplyInstead extends Error {
  /**
   * @param body sent as JSON
   * @param refusal what is told to clients that accept `application/problem+json`
   */
  constructor(
    readonly status: number,
    readonly body: unknown,
    readonly refusal?: DomainError,
  ) {
    super(`replied ${status}`);
    this.name = 'ReplyInstead';
  }
}
