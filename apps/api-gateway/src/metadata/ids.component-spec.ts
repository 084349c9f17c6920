import { bindId, deleteId, resolveId } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { type GatewayUnderTest, startGatewayUnderTest } from '../../test/gateway-under-test.builder';
import { answerAsUsual } from '../../test/stand-in-answers.fake';

const ID = 'nmdc:bsm-11-k3v9m258';
let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await startGatewayUnderTest();
}, 30_000);
afterAll(() => gateway?.stop());
beforeEach(() => answerAsUsual(gateway.services, [gateway.key.jwk]));
afterEach(() => expect(gateway.services.faults).toEqual([]));

const known = { id: ID, schema_class: 'nmdc:Biosample', minted_by: 'site:NERSC', collection: null };
const post = (verb: string, body: unknown) => gateway.ask('POST', `/pids/${verb}`, body, 'nersc');

describe('minted ids over HTTP (contract 2.8)', () => {
  it.each([
    { id: ID, metadata: { a: 1 } },
    { id_name: ID, metadata_record: { a: 1 } },
    { id: ID, id_name: null, metadata: null, metadata_record: { a: 1 } },
  ])('are bound by %j', async (body) => {
    const heard: unknown[] = [];
    gateway.services.answer(bindId, (input) => {
      heard.push(input);
      return { ...known, minted_at: '2026-01-02T03:04:05.678Z', metadata: input.metadata };
    });
    expect(await post('bind', body)).toMatchObject({ status: 200, body: { id: ID, metadata: { a: 1 } } });
    expect(heard).toEqual([{ id: ID, metadata: { a: 1 } }]);
  });

  it.each([
    {},
    { id: ID },
    { metadata: {} },
    { id: ID, metadata: [] },
    { id: 5, metadata: {} },
    { id: '', metadata: {} },
  ])('are not bound by %j', async (body) => expect((await post('bind', body)).status).toBe(422));

  it('are deleted by either name, and not without one', async () => {
    for (const body of [{ id: ID }, { id_name: ID }])
      expect(await post('delete', body)).toMatchObject({ status: 200, body: { id: ID } });
    expect((await post('delete', {})).status).toBe(422);
  });

  it.each([
    ['not-found', 404],
    ['forbidden', 403],
    ['id-in-use', 409],
  ])('are refused as %s with %d', async (code, status) => {
    gateway.services.answer(deleteId, () => {
      throw new DomainError(code, 'in words');
    });
    expect((await post('delete', { id: ID })).status).toBe(status);
  });

  it('are for who has a token to change, and for everybody to resolve, with what is bound', async () => {
    expect((await gateway.ask('POST', '/pids/bind', { id: ID, metadata: {} })).status).toBe(401);
    expect((await gateway.ask('POST', '/pids/delete', { id: ID })).status).toBe(401);
    const minted_at = '2026-01-02T03:04:05.678Z';
    gateway.services.answer(resolveId, () => ({ ...known, minted_at, metadata: { a: 1 } }));
    const reply = await gateway.ask('GET', `/pids/resolve/${ID}`);
    expect(reply).toMatchObject({ status: 200, body: { ...known, metadata: { a: 1 } } });
  });
});
