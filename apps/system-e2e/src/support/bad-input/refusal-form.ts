import type { WireReply } from './http-wire';

/**
 * What is to become of a bad request: `invalid` is refused for its shape (422), `refused` is any refusal of the
 * contract's form, `tolerated` may also succeed, since the contract takes it or the shape allows it.
 */
export type Verdict = 'invalid' | 'refused' | 'tolerated';

/** What is wrong with a reply to bad input, in words; undefined when it is as contract 0 has it. */
export function faultOfReply(reply: WireReply, verdict: Verdict): string | undefined {
  const { status } = reply;
  if (status >= 500 || status < 200) return `answers ${status}`;
  if (/<html|<!doctype/i.test(reply.text.slice(0, 1000)) && status >= 400) return 'answers with an HTML page';
  if (status < 400) return verdict === 'tolerated' ? undefined : `takes it (${status})`;
  if (verdict === 'invalid' && status !== 422) return `answers ${status} instead of 422`;
  return faultOfForm(reply);
}

/** The error forms of contract 0: `{"detail": text}`, or for shapes `{"detail": [{type, loc, msg, input}]}`. */
export function faultOfForm({ status, headers, text }: WireReply): string | undefined {
  if (!/^application\/json/.test(String(headers['content-type']))) {
    return `answers ${status} as ${String(headers['content-type'])}`;
  }
  const body = parsed(text);
  // The refusal of a claim is a text in words (contract 8.3).
  if (status === 409 && typeof body === 'string') return undefined;
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

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
