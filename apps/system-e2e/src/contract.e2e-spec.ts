import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cell, type Job, type Role, ROLES, type RouteContract, ROUTES } from '@callboard/contracts';
import { writeSampleDump } from '../../../tools/import/src/sample-dump.builder';
import { Client } from './support/client';
import { Program } from './support/program';
import { type Cast, castOf } from './support/rights/cast';
import { ACCESS_FAILURES } from './support/failures/access';
import { type Failure, type Sent, type Things, withThings } from './support/failures/failure';
import { METADATA_FAILURES } from './support/failures/metadata';
import { thingsOf } from './support/failures/things';
import { WORK_FAILURES } from './support/failures/work';
import { callOf } from './support/rights/things';
import { startTestStack, type TestStack } from './support/test-stack';

const routes = Object.entries(ROUTES) as [string, RouteContract][];
const roles = Object.keys(ROLES) as Role[];

let test: TestStack;
let cast: Cast;
let things: Things;

beforeAll(async () => {
  test = await startTestStack({ environment: { 'api-gateway': { LOG_LEVEL: 'warn' } } });
  cast = await castOf(test.stack);
  things = await thingsOf(cast);
}, 120_000);

afterAll(() => test?.stop(), 60_000);

const ALL = [...ACCESS_FAILURES, ...WORK_FAILURES, ...METADATA_FAILURES];
const named = ALL.map(
  (each) => [each.section, `${each.call.slice(0, 60)} with ${each.words}`, each] as const,
);

function bytesOf(sent: Sent | undefined): { type?: string; body?: string } {
  if (sent === undefined) return {};
  if ('json' in sent) return { type: 'application/json', body: JSON.stringify(sent.json) };
  if ('text' in sent) return { type: sent.type, body: sent.text };
  return { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(sent.form).toString() };
}

async function answerTo({ as, call, sent }: Failure): Promise<{ status: number; text: string }> {
  const [method = '', path = ''] = withThings(call, things).split(/ (.*)/s);
  const { type, body } = bytesOf(sent);
  const reply = await fetch(new URL(path, test.stack.gatewayUrl), {
    method,
    headers: { ...cast[as].authorization, ...(type && { 'content-type': type }) },
    ...(body !== undefined && { body: withThings(body, things) }),
    redirect: 'manual',
    signal: AbortSignal.timeout(30_000),
  });
  return { status: reply.status, text: await reply.text() };
}

describe('what fails by the contract is told as what it is, never as a fault of ours', () => {
  it.each(named)('%s: %s', async (_section, _words, failure) => {
    const { status, text } = await answerTo(failure);
    expect({ status, text }).toMatchObject({ status: failure.status });
    if (status < 400) return;
    expect(JSON.parse(text)).toBeTruthy();
  });
});

/** Makes the call of a route in a role. Gives `pass`, the status of a refusal in the contract's form, or what is wrong. */
async function answerInRole(role: Role, name: string, route: RouteContract): Promise<string | number> {
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
    const answers = roles.map(async (role) => [role, await answerInRole(role, name, route)] as const);
    const expected = roles.map((role) => [role, cell(route.auth, role)] as const);
    expect(Object.fromEntries(await Promise.all(answers))).toEqual(Object.fromEntries(expected));
  });
});

describe('a dump of the reference (npm run import)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'callboard-dump-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const counts = { documents: 120, jobs: 25 };
  const report = join(folder, 'report.jsonl');
  const importDump = async (): Promise<{ code: number | null; output: string }> => {
    const args = ['import', join(folder, 'dump'), '--data', test.stack.folder.path, '--report', report];
    const program = Program.run('tools/first-run.cjs', args);
    return { code: await program.exited, output: program.output };
  };

  it('comes in through the doors of the services, and a second time changes nothing', async () => {
    writeSampleDump(join(folder, 'dump'), counts);
    expect(await importDump()).toMatchObject({ code: 0 });
    const jobs = await cast.anonymous.jobs();
    const again = await importDump();
    expect(again).toMatchObject({ code: 0, output: expect.stringContaining('already here') as string });
    expect(await cast.anonymous.jobs()).toEqual(jobs);
  }, 120_000);

  it('leaves sites and users their secrets, and jobs their states; nothing fires', async () => {
    const user = { grant_type: 'password', username: 'sample-user', password: 'what they had' };
    await new Client(test.stack.gatewayUrl).logIn(user);
    const site = await new Client(test.stack.gatewayUrl).logIn({
      grant_type: 'client_credentials',
      client_id: 'sample-client',
      client_secret: 'what they had',
    });
    const jobs = (await site.jobs()).filter(({ workflow }) => workflow.id === 'Sample Annotation: v1.0.0');
    const each: Record<string, number> = {};
    for (const { state } of jobs) each[state ?? 'none'] = (each[state ?? 'none'] ?? 0) + 1;
    expect(each).toEqual({ claimed: 5, succeeded: 5, failed: 5, dead: 5, queued: 5 });
    const queued = jobs.find(({ state }) => state === 'queued') as Job;
    expect((await site.call('POST', `/jobs/${queued.id}:claim`)).status).toBe(200);
  }, 60_000);
});
