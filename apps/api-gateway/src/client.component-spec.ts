import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CallboardClient, CallboardError, type RouteName } from '@callboard/client';
import { claimJobs, issueToken, refused, type RouteContract, ROUTES } from '@callboard/contracts';
import { type GatewayUnderTest, startGatewayUnderTest } from '../test/gateway-under-test.builder';
import { answerAsUsual } from '../test/stand-in-answers.fake';

let gateway: GatewayUnderTest;

beforeAll(async () => {
  gateway = await startGatewayUnderTest();
}, 30_000);
afterAll(() => gateway?.stop());
beforeEach(() => answerAsUsual(gateway.services, [gateway.key.jwk]));
afterEach(() => expect(gateway.services.faults).toEqual([]));

const all = Object.entries(ROUTES) as [RouteName, RouteContract][];
const FOR_SITES = ['site', 'own-site', 'runtime-site', 'object-manager', 'job-owner', 'any'];

/** The client as somebody who may make a call. */
function clientFor({ auth }: RouteContract): CallboardClient {
  const token = FOR_SITES.includes(auth) ? gateway.tokens[gateway.siteFor(auth)] : gateway.tokens.ada;
  return new CallboardClient({ url: gateway.url, login: { token: token ?? '' } });
}

function bodyOf({ upload, example }: RouteContract): unknown {
  if (upload === undefined) return example.body;
  const form = new FormData();
  form.append(upload, new Blob([(example.body as Record<string, string>)[upload] ?? '']), 'sheet.csv');
  return form;
}

describe('the client of libs/client', () => {
  it.each(all)('makes the call %s', async (name, route) => {
    const { params, query } = route.example;
    const request = { params, query, body: bodyOf(route) };
    const response = await clientFor(route).open(name, request as never);
    expect(response.status).toBe(route.ok.status);
    if (route.ok.schema) expect(route.ok.schema.safeParse(await response.json()).error).toBeUndefined();
  });

  it('gives the address that a call leads to', async () => {
    const reply = clientFor(ROUTES.root as RouteContract).call('root');
    expect(await reply).toMatch(/\/docs$/);
  });

  it('tells the code of a claim that is refused, whose reply is a text to unchanged clients', async () => {
    const { params } = ROUTES.claimJob.example as { params: { job_id: string } };
    gateway.services.answer(claimJobs, () => ({
      items: [refused('job-claimed', 'another site holds the job')],
      remaining: false,
    }));
    const call = clientFor(ROUTES.claimJob as RouteContract).call('claimJob', { params });
    await expect(call).rejects.toBeInstanceOf(CallboardError);
    await expect(call).rejects.toMatchObject({ status: 409, code: 'job-claimed' });
  });

  it('is used as its README shows', async () => {
    gateway.services.answer(issueToken, () => ({
      access_token: gateway.tokens.nersc,
      token_type: 'bearer',
      expires: { days: 1, hours: 0, minutes: 0 },
    }));
    const readme = readFileSync(join(__dirname, '../../../libs/client/README.md'), 'utf8');
    const [, code = ''] = /<!-- example -->\s+```js\n(.*?)```/s.exec(readme) ?? [];
    expect(code).not.toBe('');
    const told: unknown[] = [];
    const names = ['CallboardClient', 'CallboardError', 'process', 'console'];
    const body = code.replace(/^import .*$/m, '');
    const example = new Function(...names, `return (async () => {${body}})()`) as (
      ...given: unknown[]
    ) => Promise<void>;
    await example(
      CallboardClient,
      CallboardError,
      { env: { CALLBOARD_URL: gateway.url, SITE_CLIENT_ID: 'lab', SITE_CLIENT_SECRET: 'secret' } },
      { log: (...words: unknown[]) => told.push(words) },
    );
    expect(told.length).toBeGreaterThanOrEqual(2);
  });
});
