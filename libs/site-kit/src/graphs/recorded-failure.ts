import type { Failure } from '../job-failures';
import type { RunEventIn } from './event-queue';
import { plainText } from './plain-text';

const DETAILS_BYTES = 256 * 1024;

/** A failure as the record of a run keeps it; details that are large are with the operation alone. */
export function recordedFailure({ code, message, details }: Failure): NonNullable<RunEventIn['error']> {
  const error = { code: plainText(code, 200) || 'failed', message: plainText(message, 20_000) };
  const kept = keptDetails(details);
  return kept === undefined ? error : { ...error, details: kept };
}

function keptDetails(details: unknown): unknown {
  try {
    const text = JSON.stringify(details);
    if (text === undefined) return undefined;
    if (Buffer.byteLength(text) <= DETAILS_BYTES) return JSON.parse(text);
  } catch {
    return { left_out: 'the details are no JSON' };
  }
  return {
    left_out: `the details have more than ${DETAILS_BYTES} bytes: the result of the operation has them`,
  };
}
