import { type GatewayUnderTest, startGatewayUnderTest } from '../../test/gateway-under-test.builder';

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await startGatewayUnderTest();
}, 60_000);
afterAll(() => gateway?.stop());

const run = (body: unknown, as?: 'ada' | 'eve' | 'nersc') => gateway.ask('POST', '/queries:run', body, as);
const statement = { q: { name: 'x' }, u: { $set: { name: 'y' } } };

describe('POST /queries:run (contract 2.8)', () => {
  it('finds for any user or site, and for nobody else', async () => {
    for (const as of ['eve', 'nersc'] as const)
      expect(await run({ find: 'biosample_set' }, as)).toMatchObject({
        status: 200,
        body: { ok: 1, cursor: { batch: [{ id: 'nmdc:bsm-11-k3v9m258' }], id: null } },
      });
    expect(await run({ find: 'biosample_set' })).toMatchObject({ status: 401 });
  });

  it('aggregates, updates and deletes for those with the allowance, and gets more', async () => {
    expect(await run({ aggregate: 'biosample_set', pipeline: [] }, 'ada')).toMatchObject({
      status: 200,
      body: { cursor: { id: 'known' } },
    });
    expect(await run({ getMore: 'known' }, 'ada')).toMatchObject({
      status: 200,
      body: { cursor: { id: null } },
    });
    expect(await run({ update: 'biosample_set', updates: [statement] }, 'ada')).toMatchObject({
      status: 200,
      body: { ok: 1, n: 1, nModified: 0 },
    });
    const deletes = [{ q: { name: 'x' }, limit: 0 }];
    expect(await run({ delete: 'biosample_set', deletes }, 'ada')).toMatchObject({
      status: 200,
      body: { ok: 1, n: 1 },
    });
  });

  it.each<[string, unknown]>([
    ['aggregate', { aggregate: 'biosample_set', pipeline: [] }],
    ['update', { update: 'biosample_set', updates: [statement] }],
    ['delete', { delete: 'biosample_set', deletes: [{ q: {}, limit: 1 }] }],
  ])('refuses %s without its allowance', async (_name, body) => {
    for (const as of ['eve', 'nersc'] as const) expect(await run(body, as)).toMatchObject({ status: 403 });
  });

  it('is 418 when an update matches nothing, 404 for an unknown cursor, 409 for what is referred to', async () => {
    const none = { update: 'biosample_set', updates: [{ ...statement, q: { none: 1 } }] };
    expect(await run(none, 'ada')).toMatchObject({ status: 418, body: { code: 'nothing-matched' } });
    expect(await run({ getMore: 'other' }, 'ada')).toMatchObject({
      status: 404,
      body: { code: 'unknown-cursor' },
    });
    const used = { delete: 'biosample_set', deletes: [{ q: { used: 1 }, limit: 0 }] };
    expect(await run(used, 'ada')).toMatchObject({ status: 409, body: { code: 'still-referenced' } });
  });

  it.each<[unknown, (string | number)[], RegExp]>([
    [{}, ['body'], /one command of find, aggregate, getMore, update, delete/],
    [{ count: 'biosample_set' }, ['body'], /one command of find/],
    [{ find: 'a', delete: 'b' }, ['body'], /one command of find/],
    [{ find: 5 }, ['body', 'find'], /string/],
    [{ find: 'a', filter: 'x' }, ['body', 'filter'], /record|object/],
    [{ find: 'a', batchSize: 0 }, ['body', 'batchSize'], /1/],
    [{ aggregate: 'a' }, ['body', 'pipeline'], /required/],
    [{ update: 'a', updates: [{ q: {}, u: {}, upsert: true }] }, ['body', 'updates', 0, 'upsert'], /false/],
    [{ delete: 'a', deletes: [{ q: {}, limit: 2 }] }, ['body', 'deletes', 0, 'limit'], /0/],
  ])('tells what is wrong with %j', async (body, loc, words) => {
    const { status, body: told } = await run(body, 'ada');
    expect(status).toBe(422);
    expect((told as { detail: unknown[] }).detail[0]).toMatchObject({
      loc,
      msg: expect.stringMatching(words) as string,
    });
  });

  it('passes an idempotency key on with what changes something', async () => {
    const before = gateway.services.keys.length;
    await fetch(`${gateway.url}/queries:run`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${gateway.tokens.ada}`,
        'idempotency-key': 'once',
      },
      body: JSON.stringify({ update: 'biosample_set', updates: [statement] }),
    });
    expect(gateway.services.keys.slice(before)).toEqual([['update-documents', 'once']]);
  });
});
