import { isDrsPath } from '@callboard/contracts';
import type { WireReply } from './http-wire';

/**
 * What is to become of a bad request: `invalid` is refused for its shape (422), `refused` is any refusal of the
 * contract's form, `tolerated` may also succeed, since the contract takes it or the shape allows it.
 */
export type Verdict = 'invalid' | 'refused' | 'tolerated';

/** What is wrong with a reply of this path to bad input, in words; undefined when it is as contract 0, or DRS, has it. */
export function faultOfReply(path: string, reply: WireReply, verdict: Verdict): string | undefined {
  const { status } = reply;
  if (status >= 500 || status < 200) return `answers ${status}`;
  if (/<html|<!doctype/i.test(reply.text.slice(0, 1000)) && status >= 400) return 'answers with an HTML page';
  if (status < 400) return verdict === 'tolerated' ? undefined : `takes it (${status})`;
  const invalid = isDrsPath(path) ? 400 : 422;
  if (verdict === 'invalid' && status !== invalid) return `answers ${status} instead of ${invalid}`;
  return faultOfForm(reply, path);
}

/**
 * The error forms of contract 0: `{"detail": text}`, or for shapes `{"detail": [{type, loc, msg, input}]}`; on paths of GA4GH
 * DRS that of its specification.
 */
export function faultOfForm({ status, headers, text }: WireReply, path = ''): string | undefined {
  if (!/^application\/json/.test(String(headers['content-type']))) {
    return `answers ${status} as ${String(headers['content-type'])}`;
  }
  const body = parsed(text);
  // The refusal of a claim is a text in words (contract 8.3), and so is what is said of a call that is gone (2.8).
  if ([409, 410].includes(status) && typeof body === 'string') return undefined;
  if (isDrsPath(path))
    return isDrsRefusal(status, body) ? undefined : `has not the form of DRS: ${text.slice(0, 200)}`;
  if (typeof body !== 'object' || body === null || !('detail' in body))
    return `has no detail: ${text.slice(0, 200)}`;
  const { detail } = body;
  if (typeof detail === 'string') return detail === '' ? 'has an empty detail' : undefined;
  if (status !== 422 || !Array.isArray(detail) || detail.length === 0)
    return `has a detail that is neither text nor list`;
  const whole = (issue: unknown): boolean =>
    typeof issue === 'object' &&
    issue !== null &&
    ['type', 'loc', 'msg', 'input'].every((key) => key in issue);
  return detail.every(whole)
    ? undefined
    : `has an issue without type, loc, msg or input: ${text.slice(0, 300)}`;
}

function isDrsRefusal(status: number, body: unknown): boolean {
  const { msg, status_code } = (body ?? {}) as { msg?: unknown; status_code?: unknown };
  return typeof msg === 'string' && msg !== '' && status_code === status;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
