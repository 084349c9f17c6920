import { messageOf } from '@callboard/kernel';
import { JobFailure } from '@callboard/site-kit';
import { TooSlow } from './download-clock';
import { AddressRefused } from './guarded-connection';

const LONGEST_SHOWN = 300;
/** What TLS says of a certificate that no repeat will mend. */
const DISTRUSTED = /^(ERR_TLS_CERT|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|INVALID_CA|HOSTNAME_MISMATCH)/;

/** Without query and credentials: signed URLs are secrets. */
export function shown(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`.slice(0, LONGEST_SHOWN);
}

/** A download that no repeat will make better. */
export function finalFailure(code: string, message: string): JobFailure {
  return new JobFailure(code, message, { retriable: false });
}

/** What an answer other than 200 ends in; what a server may answer otherwise later may be tried again. */
export function statusFailure(url: URL, status: number): JobFailure {
  const retriable = status >= 500 || status === 429 || status === 408;
  return new JobFailure('unreachable-object', `${shown(url)} answers with status ${status}`, { retriable });
}

/**
 * What was thrown while `url` was read, as a failure of the job: `address-refused` (final), `download-too-slow` or
 * `unreachable-object` (both may pass, but for a certificate that is not trusted). Where `signal` has aborted, its reason
 * tells, and one that is not of the download is given as it is.
 */
export function downloadFailure(url: URL, thrown: unknown, signal: AbortSignal): unknown {
  if (thrown instanceof JobFailure) return thrown;
  const cause: unknown = signal.aborted ? signal.reason : thrown;
  if (cause instanceof TooSlow)
    return new JobFailure('download-too-slow', `${shown(url)} is given up: ${cause.message}`, {
      retriable: true,
    });
  if (signal.aborted) return cause;
  if (cause instanceof AddressRefused)
    return finalFailure('address-refused', `${shown(url)} is not read: ${cause.message}`);
  return new JobFailure('unreachable-object', `${shown(url)} cannot be read: ${reasonOf(cause)}`, {
    retriable: !DISTRUSTED.test(codeOf(cause)),
  });
}

/** The fault of a connection that tried several addresses has a code and no message. */
function reasonOf(cause: unknown): string {
  return messageOf(cause) || codeOf(cause) || 'the connection failed';
}

function codeOf(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
}
