import type { DomainError } from '@callboard/kernel';

/** Ends a request with a body that is not the usual error form; problem details, where accepted, take precedence. */
export class ReplyInstead extends Error {
  /**
   * @param body sent as JSON
   * @param refusal what is told to clients that accept `application/problem+json`
   * @param headers besides those of the status
   */
  constructor(
    readonly status: number,
    readonly body: unknown,
    readonly refusal?: DomainError,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(`replied ${status}`);
    this.name = 'ReplyInstead';
  }
}
