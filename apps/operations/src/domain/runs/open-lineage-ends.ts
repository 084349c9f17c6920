import type { OpenLineageEvent, RunEventType } from '@callboard/contracts';
import { REFUSAL_AFTER } from '../operation-states';
import type { OpAttempt } from './op-attempts';

type EventType = OpenLineageEvent['eventType'];

/** With which event a run ends there; undefined for what ends none. */
export function runEnd(type: RunEventType): EventType | undefined {
  return type === 'REQUESTED' || type === 'STARTED' ? undefined : type;
}

/** Ops that were under way when somebody took the job back have not failed. */
const TAKEN_BACK: readonly string[] = [REFUSAL_AFTER.cancelled, REFUSAL_AFTER.released];

/** With which event an op ends there; undefined while it is under way, and for one that never began. */
export function opEnd({ state, error }: OpAttempt): EventType | undefined {
  if (state === 'succeeded') return 'COMPLETE';
  if (state !== 'failed') return undefined;
  return error !== null && TAKEN_BACK.includes(error.code) ? 'ABORT' : 'FAIL';
}
