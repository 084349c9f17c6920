import {
  accepted,
  claimJobs,
  keyRuleOf,
  REQUESTS,
  releaseJobs,
  type RouteContract,
  ROUTES,
  tagObjects,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { type GatewayUnderTest, startGatewayUnderTest } from '../test/gateway-under-test.builder';
import { formWith } from '../test/form.builder';
import { rawRequest } from '../test/raw-request.builder';
import { answerAsUsual, job, JOB_ID, OBJECT_ID } from '../test/stand-in-answers.fake';

let gateway: GatewayUnderTest;

beforeAll(async () => {
  gateway = await startGatewayUnderTest();
}, 30_000);
afterAll(() => gateway?.stop());
beforeEach(() => {
  answerAsUsual(gateway.services, [gateway.key.jwk]);
  gateway.services.keys.length = 0;
});
afterEach(() => expect(gateway.services.faults).toEqual([]));

const all = Object.entries(ROUTES) as [keyof typeof ROUTES, RouteContract][];
const byRule = (rule: ReturnType<typeof keyRuleOf>) => all.filter(([, route]) => keyRuleOf(route) === rule);

/** Of a route that reads as well as changes: what changes. It takes an allowance, which Ada has. */
const CHANGES = new Map<RouteContract, unknown>([
  [ROUTES.runQuery, { update: 'study_set', updates: [{ q: { id: 'x' }, u: { $set: { name: 'y' } } }] }],
]);

/** Sends the example of a route, by somebody who may, with a key. */
async function send(route: RouteContract, key: string) {
  const { method, path, auth, example, form, upload } = route;
  const asked = example.query === undefined ? '' : `?${new URLSearchParams(example.query)}`;
  const filled =
    path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(example.params?.[name] ?? '')) + asked;
  const isForSites =
    !CHANGES.has(route) &&
    ['site', 'own-site', 'runtime-site', 'object-manager', 'job-owner', 'run-teller', 'any'].includes(auth);
  const body = form
    ? new URLSearchParams(example.body as Record<string, string>).toString()
    : JSON.stringify(CHANGES.get(route) ?? example.body);
  const headers = {
    authorization: `Bearer ${isForSites ? gateway.tokens[gateway.siteFor(auth)] : gateway.tokens.ada}`,
    'idempotency-key': key,
    'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json',
  };
  if (upload === undefined) return rawRequest(gateway.url, method, filled, headers, body);
  const { body: sent, ...label } = formWith(upload, (example.body as Record<string, string>)[upload] ?? '');
  return rawRequest(gateway.url, method, filled, { ...headers, ...label }, sent);
}

describe('the header Idempotency-Key', () => {
  it.each(byRule('taken'))('goes along with what %s asks for', async (_, route) => {
    const reply = await send(route, 'k-1');
    expect([reply.text, reply.status]).toEqual([reply.text, route.ok.status]);
    // A step may bear a key of its own, where it can be known by more than this request.
    const own = gateway.services.keys.filter(([, key]) => key.split('/')[0] === 'k-1');
    expect(own).toHaveLength(1);
    const [[verb] = ['']] = own;
    expect(REQUESTS.find((request) => request.verb === verb)?.idempotency).toBeDefined();
  });

  it.each(byRule('passed-over').filter(([, { method }]) => method !== 'GET'))(
    'is passed over by %s',
    async (_, route) => {
      const reply = await send(route, 'not a key');
      expect(reply.status).toBe(route.ok.status);
      expect(gateway.services.keys).toEqual([]);
    },
  );

  it('is refused where the reply is a secret', async () => {
    expect(byRule('refused').map(([name]) => name)).toEqual(['generateCredentials']);
    const reply = await send(ROUTES.generateCredentials as RouteContract, 'k-1');
    expect([reply.status, reply.text]).toEqual([400, expect.stringMatching(/secret/)]);
  });

  it.each([
    ['empty', ''],
    ['too long', 'x'.repeat(256)],
    ['with a blank', 'a b'],
    ['with a letter that is not ASCII', 'schl\u00fcssel'],
  ])('is refused when it is %s', async (_, key) => {
    const reply = await send(ROUTES.createJob as RouteContract, key);
    expect([reply.status, JSON.parse(reply.text)]).toEqual([
      400,
      expect.objectContaining({ code: 'bad-request', detail: expect.stringMatching(/1 to 255/) }),
    ]);
    expect(gateway.services.keys).toEqual([]);
  });

  it('may have 255 characters', async () => {
    expect((await send(ROUTES.createJob as RouteContract, '~'.repeat(255))).status).toBe(201);
  });

  it('is never gathered with other requests', async () => {
    const sizes: number[] = [];
    gateway.services.answer(tagObjects, ({ items }) => {
      sizes.push(items.length);
      expect(items).toEqual([{ object_id: OBJECT_ID, types: ['test'] }]);
      throw new DomainError('forbidden', 'counted');
    });
    const route = { ...ROUTES.tagObject, example: { params: { object_id: OBJECT_ID }, body: ['test'] } };
    await Promise.all(Array.from({ length: 8 }, (_, n) => send(route as RouteContract, `k-${n}`)));
    expect(sizes).toEqual(Array.from({ length: 8 }, () => 1));
  });

  it('has a step for each part of a call that asks several times', async () => {
    gateway.services.answer(releaseJobs, ({ job_ids }) => ({
      items: job_ids.map((id) => accepted({ ...job, id })),
    }));
    const job_ids = Array.from({ length: 1001 }, (_, n) => `${JOB_ID}-${n}`);
    const route = { ...ROUTES.releaseJobs, example: { body: { job_ids } } };
    expect((await send(route as RouteContract, 'k')).status).toBe(200);
    expect(gateway.services.keys).toEqual([
      ['release-jobs', 'k/0'],
      ['release-jobs', 'k/1000'],
    ]);
  });

  it('is told of with its status, and when to ask again, by a claim too', async () => {
    const refuse = (code: string) => () => {
      throw new DomainError(code, 'in words', { retry_after_s: 1 });
    };
    gateway.services.answer(claimJobs, refuse('idempotency-key-in-use'));
    const busy = await gateway.call('POST', `/jobs/${JOB_ID}:claim`, { as: 'nersc' });
    expect([busy.status, busy.headers.get('retry-after'), await busy.json()]).toEqual([409, '1', 'in words']);
    gateway.services.answer(claimJobs, refuse('idempotency-key-reused'));
    const reused = await gateway.call('POST', `/jobs/${JOB_ID}:claim`, { as: 'nersc' });
    expect([reused.status, await reused.json()]).toEqual([
      422,
      expect.objectContaining({ code: 'idempotency-key-reused' }),
    ]);
  });
});
