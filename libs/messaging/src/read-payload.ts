import type { EventContract } from '@callboard/contracts';
import { messageOf } from '@callboard/kernel';
import { Reject } from './dead-letters';
import { faultsOf } from './invalid-input';
import { decodeJson } from './json-body';

/** Faults of a payload that its dead letter tells of. */
const MOST_TOLD = 5;

/**
 * The payload of an event, checked.
 *
 * @throws Reject in words, for what is no JSON or not of the contract's shape: it will never be
 */
export function readPayload(contract: EventContract<unknown>, body: Uint8Array): unknown {
  let raw: unknown;
  try {
    raw = decodeJson(body);
  } catch (error) {
    throw new Reject(messageOf(error));
  }
  const parsed = contract.payload.safeParse(raw);
  if (parsed.success) return parsed.data;
  const places = faultsOf(parsed.error.issues).slice(0, MOST_TOLD);
  throw new Reject(
    places.map(({ path, message }) => `${path.join('.') || 'payload'}: ${message}`).join('; '),
  );
}
