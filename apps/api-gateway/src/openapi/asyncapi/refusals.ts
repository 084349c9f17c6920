import { ERROR_CODES, type ErrorCode, type RequestContract } from '@callboard/contracts';
import { type Message, schemaRef } from './model';

/** Refusals that any request may meet. */
const ANY: readonly ErrorCode[] = [
  'bad-request',
  'invalid-input',
  'too-large',
  'overloaded',
  'unavailable',
  'internal',
];
/** Those of a site whose token is missing, bad, or of another site. */
const AT_THE_DOOR: readonly ErrorCode[] = ['unauthenticated', 'forbidden'];

/** Those of a request that takes an idempotency key. */
const BY_KEY: readonly ErrorCode[] = ['idempotency-key-in-use', 'idempotency-key-reused'];

type AnyRequest = RequestContract<unknown, unknown>;

/** Every code with which a request may be refused: its own first. */
export function codesOf({ refusals, forSites, idempotency }: AnyRequest): ErrorCode[] {
  const byKey = idempotency === undefined ? [] : BY_KEY;
  return [...new Set([...refusals, ...byKey, ...(forSites ? AT_THE_DOOR : []), ...ANY])];
}

/** The reply that refuses a request as a whole. */
export function refusalMessage(contract: AnyRequest, name: string): Message {
  const codes = codesOf(contract);
  const [shown] = codes as [ErrorCode];
  const error = { code: shown, message: ERROR_CODES[shown].meaning };
  return {
    name,
    title: `${contract.verb} refused`,
    summary: `Codes: ${codes.join(', ')}. Further ones may come.`,
    contentType: 'application/json',
    headers: { ...schemaRef('ReplyHeaders') },
    payload: {
      type: 'object',
      properties: { ok: { type: 'boolean', const: false }, error: schemaRef('Refusal') },
      required: ['ok', 'error'],
    },
    examples: [{ payload: { ok: false, error } }],
  };
}
