import type { RequestContract } from '@callboard/contracts';
import { DomainError, type Log } from '@callboard/kernel';
import { faultsOf } from './invalid-input';
import { encodeReply, type ReplyBytes } from './tail';
import { currentTraceparent, traceIdOf } from './trace-context';

type AnyRequest = RequestContract<unknown, unknown>;

/** A reply ready to be sent, and what it is: `ok` or the code of the refusal. */
export interface EncodedReply extends ReplyBytes {
  outcome: string;
}

/** Lists above this are to go page by page (design 4, "Sizes"). */
const LARGE_REPLY_BYTES = 512 * 1024;

interface OutputRules {
  log: Log;
  validateOutput: boolean;
}

/** Encodes an output. Throws when it breaks its contract, cannot be JSON, or has more than `limit` bytes. */
export function encodeOutput(
  output: unknown,
  contract: AnyRequest,
  rules: OutputRules & { limit: number },
): EncodedReply {
  if (rules.validateOutput) holdAgainst(contract, output);
  const reply = encodeReply({ ok: true, output });
  const { body } = reply;
  if (body.byteLength > rules.limit) {
    const text = `the reply of ${contract.verb} would have ${body.byteLength} bytes, at most ${rules.limit} are sent: ask for fewer`;
    throw new DomainError('too-large', text);
  }
  if (body.byteLength > LARGE_REPLY_BYTES && holdsList(output)) {
    rules.log.warn({ verb: contract.verb, bytes: body.byteLength }, 'a reply above 512 KB: ask page by page');
  }
  return { ...reply, outcome: 'ok' };
}

/**
 * Encodes whatever was thrown as a refusal. Only a DomainError tells the caller what happened; anything else is a
 * fault of ours: the caller gets a neutral text, the log gets the error.
 */
export function encodeRefusal(error: unknown, contract: AnyRequest, log: Log): EncodedReply {
  const { verb } = contract;
  if (error instanceof DomainError) {
    const { code, message, details } = error;
    if (code === 'internal') log.error({ err: error, verb }, 'a request failed');
    else log.debug({ verb, code, reason: message }, 'refused a request');
    try {
      return { ...encodeReply({ ok: false, error: { code, message, details } }), outcome: code };
    } catch {
      return { ...encodeReply({ ok: false, error: { code, message } }), outcome: code };
    }
  }
  log.error({ err: error, verb }, 'a request failed');
  const trace = traceIdOf(currentTraceparent());
  const message = `${verb} failed for a reason on our side; the log has it under the trace ${trace}`;
  return { ...encodeReply({ ok: false, error: { code: 'internal', message } }), outcome: 'internal' };
}

function holdAgainst(contract: AnyRequest, output: unknown): void {
  const parsed = contract.output.safeParse(output);
  if (parsed.success) return;
  const places = faultsOf(parsed.error.issues).map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new DomainError(
    'internal',
    `the output of ${contract.verb} breaks its contract: ${places.join('; ')}`,
  );
}

function holdsList(output: unknown): boolean {
  if (typeof output !== 'object' || output === null) return false;
  return Object.values(output).some((member) => Array.isArray(member) && member.length > 1);
}
