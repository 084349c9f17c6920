import { Caller, type Json, seen } from './caller';
import { Differs } from './outcome';

/** The worker renews so long before the end; on a 401 it does not (contract 8.1). */
const RENEW_BEFORE_MS = 60_000;

/** `expires` is passed on as keyword arguments, so no other key may be in it (contract 1.2). */
const DURATIONS = { days: 86_400_000, hours: 3_600_000, minutes: 60_000, seconds: 1000 } as const;

/** A caller with a token, fetched when first needed and renewed by the clock alone. */
export function session(url: string, form: Record<string, string>): Caller {
  const open = new Caller(url);
  let token = { text: '', until: 0 };
  return new Caller(url, async () => {
    if (Date.now() > token.until - RENEW_BEFORE_MS) token = await fetchToken(open, form);
    return { authorization: `Bearer ${token.text}` };
  });
}

async function fetchToken(
  open: Caller,
  form: Record<string, string>,
): Promise<{ text: string; until: number }> {
  const reply = await open.post('/token', new URLSearchParams(form), { accept: 'application/json' });
  const { access_token, expires } = (reply.json ?? {}) as Json;
  const lifeMs = lifeOf(expires);
  if (reply.status === 200 && typeof access_token === 'string' && lifeMs !== undefined)
    return { text: access_token, until: Date.now() + lifeMs };
  const expected = '200 with access_token and expires {days, hours, minutes, seconds}';
  // What came may hold a token, which is not to be seen in a report.
  const came = reply.status === 200 ? '200 without them' : seen(reply);
  throw new Differs(reply.call, [{ place: '', expected, came }]);
}

export function lifeOf(expires: unknown): number | undefined {
  if (typeof expires !== 'object' || expires === null) return undefined;
  const parts = Object.entries(expires).map(([key, count]) =>
    key in DURATIONS && typeof count === 'number' ? DURATIONS[key as keyof typeof DURATIONS] * count : NaN,
  );
  const whole = parts.reduce((sum, part) => sum + part, 0);
  return Number.isNaN(whole) ? undefined : whole;
}
