import {
  accepted,
  type Caller,
  checkAllowance,
  createJobs,
  listWorkflows,
  requestJobRun,
  ROUTES,
  type RunSummary,
  tellRunEvent,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { type GatewayUnderTest, startGatewayUnderTest } from '../../test/gateway-under-test.builder';
import { answerAsUsual, job, testWorkflow } from '../../test/stand-in-answers.fake';
import { RUN_ID } from '../../test/stand-in-runs.fake';

let gateway: GatewayUnderTest;
let posted: [unknown, Caller][];
let asked: unknown[];
beforeAll(async () => {
  gateway = await startGatewayUnderTest();
}, 30_000);
afterAll(() => gateway?.stop());
beforeEach(() => {
  answerAsUsual(gateway.services, [gateway.key.jwk]);
  [posted, asked] = [[], []];
  gateway.services.answer(createJobs, ({ items }, caller) => {
    posted.push([items, caller]);
    return { items: items.map((item) => accepted({ ...job, ...item })) };
  });
  gateway.services.answer(requestJobRun, (input) => {
    asked.push(input);
    return ROUTES.startRun.example.reply as RunSummary;
  });
  const own = (id: string) => ({ ...testWorkflow, id, only_sites: ['nmdc-runtime'] });
  const ids = [
    'metadata-in-1.0.0',
    'gold-translation-1.0.0',
    'apply-changesheet-1.0.0',
    'housekeeping-1.0.0',
  ];
  gateway.services.answer(listWorkflows, () => ({
    workflows: [testWorkflow, { ...testWorkflow, id: 'mute', description: null }, ...ids.map(own)],
  }));
});
afterEach(() => expect(gateway.services.faults).toEqual([]));

const start = (
  workflow: string,
  body: unknown,
  as: 'ada' | 'eve' | 'nersc' | 'mallory' | undefined = 'eve',
) => gateway.ask('POST', `/runs?job_id=${workflow}`, body, as);

describe('asking for a run (contract 2.6)', () => {
  it('posts a job of the runtime and gives its run', async () => {
    const reply = await start('test', { run_config: { depth: 3 }, inputs: ['object-1', 'object-2'] });
    expect([reply.status, reply.body]).toEqual([200, ROUTES.startRun.example.reply]);
    const config = { object_id: 'object-1', inputs: ['object-1', 'object-2'], depth: 3 };
    const runtime = { kind: 'site', siteId: 'nmdc-runtime', clientId: 'api-gateway' };
    expect(posted).toEqual([[[expect.objectContaining({ workflow: { id: 'test' }, config })], runtime]]);
    expect(asked).toEqual([
      { job_id: job.id, workflow_id: 'test', object_id: 'object-1', asked_by: 'user:eve' },
    ]);
  });

  it('D9: takes a workflow without a description, and no body', async () => {
    expect((await start('mute', undefined)).status).toBe(200);
    expect((await start('mute', { run_config: null, inputs: null }, 'nersc')).status).toBe(200);
    expect(asked).toMatchObject([{ object_id: null }, { object_id: null, asked_by: 'site:NERSC' }]);
  });

  it('D9: is 404 for an unknown workflow, 422 without one', async () => {
    expect((await start('unknown', {})).status).toBe(404);
    expect((await gateway.ask('POST', '/runs', {}, 'eve')).status).toBe(422);
    expect((await start('test', { inputs: 'object-1' })).status).toBe(422);
    expect((await start('test', { run_config: { text: 'x'.repeat(300_000) } })).status).toBe(413);
    expect(posted).toEqual([]);
  });

  it('is for users and sites whose accounts are in order', async () => {
    expect((await gateway.ask('POST', '/runs?job_id=test', {})).status).toBe(401);
    expect((await start('test', {}, 'mallory')).status).toBe(400);
  });

  it.each([
    ['metadata-in-1.0.0', '/metadata/json:submit'],
    ['gold-translation-1.0.0', '/metadata/json:submit'],
    ['apply-changesheet-1.0.0', '/metadata/changesheets:submit'],
  ])('%s asks for the allowance of its own door: %s', async (workflow, action) => {
    const seen: string[] = [];
    gateway.services.answer(checkAllowance, (about) => {
      seen.push(`${about.username} ${about.action}`);
      return { allowed: about.username === 'ada' };
    });
    const other = await gateway.start();
    const ask = (as: 'ada' | 'eve' | 'nersc') =>
      fetch(`${other.url}/runs?job_id=${workflow}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${gateway.tokens[as]}`, connection: 'close' },
      });
    const statuses = [(await ask('eve')).status, (await ask('nersc')).status, (await ask('ada')).status];
    await other.stop();
    expect(statuses).toEqual([403, 403, 200]);
    expect(seen).toEqual(['eve', 'sys0nersc', 'ada'].map((name) => `${name} ${action}`));
    expect(posted).toHaveLength(1);
  });

  it("others of the runtime's own site are for its administrators", async () => {
    expect((await start('housekeeping-1.0.0', {}, 'eve')).status).toBe(403);
    expect((await start('housekeeping-1.0.0', {}, 'nersc')).status).toBe(403);
    expect((await start('housekeeping-1.0.0', {}, 'ada')).status).toBe(200);
  });
});

describe('telling an event of a run (contract 2.6)', () => {
  const time = '2026-01-02T03:04:05.678Z';
  const words = { type: 'STARTED', time, producer: 'p', schemaURL: 's' };
  const query = `?${new URLSearchParams(words)}`;
  const body = { run: { id: RUN_ID }, job: { id: 'test', description: 'test' }, inputs: ['object-1'] };
  const tell = (asking: string, sent: unknown, id = RUN_ID) =>
    gateway.ask('POST', `/runs/${id}/events${asking}`, sent, 'eve');

  it.each([
    ['in the query', query, body],
    ['in the body', '', { ...body, ...words }],
  ])('D9: takes what it is about %s, and answers with the run', async (_, asking, sent) => {
    const heard: unknown[] = [];
    gateway.services.answer(tellRunEvent, (input) => {
      heard.push(input);
      return ROUTES.tellRunEvent.example.reply as RunSummary;
    });
    const reply = await tell(asking, sent);
    expect([reply.status, reply.body]).toMatchObject([200, { status: 'STARTED' }]);
    expect(heard).toEqual([
      { ...words, run: { id: RUN_ID }, job: { id: 'test' }, inputs: ['object-1'], outputs: [] },
    ]);
  });

  it.each(['type', 'time', 'producer', 'schemaURL'] as const)(
    'misses %s where it is nowhere',
    async (name) => {
      const { [name]: _, ...others } = words;
      const reply = await tell(`?${new URLSearchParams(others)}`, body);
      expect([reply.status, reply.body]).toMatchObject([
        422,
        { detail: [{ type: 'missing', loc: ['query', name] }] },
      ]);
    },
  );

  it('is 400 for another run than that of the path, 404 for none, 409 after the end', async () => {
    expect((await tell(query, { ...body, run: { id: 'another' } })).status).toBe(400);
    expect((await tell(query, { run: { id: 'none' } }, 'none')).status).toBe(404);
    gateway.services.answer(tellRunEvent, () => {
      throw new DomainError('run-ended', 'it has ended');
    });
    expect((await tell(query, body)).status).toBe(409);
  });

  it.each([
    ['no body', undefined],
    ['an unknown type', { ...body, type: 'DONE' }],
    ['more inputs than are taken', { ...body, inputs: Array.from({ length: 1001 }, () => 'o') }],
    ['no run', { inputs: [] }],
  ])('is 422 with %s', async (_, sent) => {
    const asking = sent !== undefined && 'type' in sent ? '' : query;
    expect((await tell(asking, sent)).status).toBe(422);
  });

  it('is not for nobody', async () => {
    expect((await gateway.ask('POST', `/runs/${RUN_ID}/events${query}`, body)).status).toBe(401);
  });
});
