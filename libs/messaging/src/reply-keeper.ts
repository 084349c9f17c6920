import { type Caller, HEADERS, IDEMPOTENCY_KEY_CHARACTERS, nameOfCaller } from '@callboard/contracts';
import type { RequestContract } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import type { MsgHdrs } from 'nats';

/** Nest injection token of the service's {@link ReplyKeeper}. */
export const REPLY_KEEPER = Symbol('REPLY_KEEPER');

/** A request that is to be carried out once, however often it comes (ADR 16). */
export interface KeyedRequest {
  /** Who asks, as {@link nameOfCaller} has it: keys of others are other keys. */
  readonly caller: string;
  readonly key: string;
  /** What is asked, by its verb. */
  readonly route: string;
  /** The input as it was sent, without what each try has its own of. */
  readonly body: unknown;
  /** Whether the input holds a secret, such as a password. */
  readonly holdsSecret: boolean;
}

/** Keeps replies by the keys of their requests, in the transaction of what was done. */
export interface ReplyKeeper {
  /**
   * Gives the output of `work`, or that of the first time, without doing anything again.
   *
   * @throws DomainError `idempotency-key-reused`, `idempotency-key-in-use`, and whatever `work` throws
   */
  once(request: KeyedRequest, work: () => Promise<unknown>): Promise<unknown>;
}

/** What a key has to look like. Composite calls of the gateway add `/<step>` to that of their client. */
const KEY = new RegExp(`^[\\x21-\\x7e]{1,${IDEMPOTENCY_KEY_CHARACTERS + 45}}$`);

/**
 * The request as one that is to be carried out once; undefined when it bears no key, takes none, or comes from nobody:
 * those who are not known cannot be told apart.
 *
 * @throws DomainError `bad-request` for a key that is too long, or no visible ASCII
 */
export function keyedRequest(
  contract: RequestContract<unknown, unknown>,
  headers: MsgHdrs | undefined,
  caller: Caller,
  body: unknown,
): KeyedRequest | undefined {
  const key = headers?.get(HEADERS.idempotencyKey) ?? '';
  if (key === '' || contract.idempotency === undefined || caller.kind === 'anonymous') return undefined;
  if (!KEY.test(key)) {
    const text = `${HEADERS.idempotencyKey} has to be 1 to ${IDEMPOTENCY_KEY_CHARACTERS} visible ASCII characters`;
    throw new DomainError('bad-request', text);
  }
  const holdsSecret = contract.idempotency === 'by-key-holding-secret';
  const sent = without(body, contract.ownToEachTry);
  return { caller: nameOfCaller(caller), key, route: contract.verb, body: sent, holdsSecret };
}

function without(body: unknown, names: readonly string[]): unknown {
  if (typeof body !== 'object' || body === null || names.length === 0) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
}
