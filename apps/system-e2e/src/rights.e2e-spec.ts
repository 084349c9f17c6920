import { cell, type Role, ROLES, type RouteContract, ROUTES } from '@callboard/contracts';
import { type Cast, castOf } from './support/rights/cast';
import { callOf } from './support/rights/things';
import { startTestStack, type TestStack } from './support/test-stack';

const routes = Object.entries(ROUTES) as [string, RouteContract][];
const roles = Object.keys(ROLES) as Role[];

let test: TestStack;
let cast: Cast;

beforeAll(async () => {
  test = await startTestStack({ environment: { 'api-gateway': { LOG_LEVEL: 'warn' } } });
  cast = await castOf(test.stack);
}, 120_000);

afterAll(() => test?.stop(), 60_000);

/** Makes the call of a route in a role. Gives `pass`, the status of a refusal in the contract's form, or what is wrong. */
async function answerTo(role: Role, name: string, route: RouteContract): Promise<string | number> {
  const { params, query, body, status } = await callOf(name, route, cast);
  const path = route.path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(params[key] ?? ''));
  const sent = route.form ? new URLSearchParams(body as Record<string, string>) : JSON.stringify(body);
  const url = new URL(path, test.stack.gatewayUrl);
  url.search = new URLSearchParams(query).toString();
  const reply = await fetch(url, {
    method: route.method,
    headers: { ...cast[role].authorization, ...(route.form ? {} : { 'content-type': 'application/json' }) },
    body: sent,
    redirect: 'manual',
    signal: AbortSignal.timeout(15_000),
  });
  const text = await reply.text();
  if (reply.status === status) return 'pass';
  if (![400, 401, 403].includes(reply.status)) return `${reply.status} ${text.slice(0, 200)}`;
  return faultOfRefusal(reply, text) ?? reply.status;
}

/** Contract 0: `{"detail": text}`, and 401 says how to log in. */
function faultOfRefusal({ status, headers }: Response, text: string): string | undefined {
  if (!/^application\/json/.test(headers.get('content-type') ?? '')) return `${status}, but not as JSON`;
  const { detail } = JSON.parse(text) as { detail?: unknown };
  if (typeof detail !== 'string' || detail === '') return `${status}, but no detail: ${text.slice(0, 200)}`;
  if (status === 401 && headers.get('www-authenticate') !== 'Bearer')
    return '401, but no WWW-Authenticate: Bearer';
  return undefined;
}

describe('every cell of the table of rights (design 7; contract 0, "Auth words")', () => {
  it.each(routes)('%s', async (name, route) => {
    const answers = roles.map(async (role) => [role, await answerTo(role, name, route)] as const);
    const expected = roles.map((role) => [role, cell(route.auth, role)] as const);
    expect(Object.fromEntries(await Promise.all(answers))).toEqual(Object.fromEntries(expected));
  });
});
