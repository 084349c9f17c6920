import { bindId, BOUND_BYTES, type Caller, deleteId, mintIds, resolveId } from '@callboard/contracts';
import { ADMIN, MetadataUnderTest, RUNTIME } from './metadata-under-test.builder';

const NERSC: Caller = { kind: 'site', siteId: 'NERSC', clientId: 'client-1' };
const OTHER_CLIENT: Caller = { ...NERSC, clientId: 'client-2' };
const EMSL: Caller = { kind: 'site', siteId: 'EMSL', clientId: 'client-3' };
const user = (username: string, ...administers: string[]): Caller => ({
  kind: 'user',
  username,
  administers,
});

let world: MetadataUnderTest;
beforeAll(async () => {
  world = await MetadataUnderTest.open();
}, 60_000);
afterAll(() => world?.close());

async function minted(caller: Caller = NERSC, schema_class = 'nmdc:Study'): Promise<string> {
  const { ids } = await world.ask(mintIds, { schema_class, how_many: 1 }, caller);
  return ids[0] ?? '';
}
const bind = (id: string, metadata: Record<string, unknown>, caller: Caller = NERSC) =>
  world.ask(bindId, { id, metadata }, caller);
const remove = (id: string, caller: Caller = NERSC) => world.ask(deleteId, { id }, caller);

describe('a minted id (contract 2.8)', () => {
  it('has something bound to it, in place of what was bound before', async () => {
    const id = await minted();
    const before = await world.ask(resolveId, { id });
    expect(before).not.toHaveProperty('metadata');
    const metadata = { name: 'a study', of: [1, { deep: null }] };
    expect(await bind(id, metadata)).toEqual({ ...before, metadata });
    expect(await bind(id, { other: true }, OTHER_CLIENT)).toEqual({ ...before, metadata: { other: true } });
    expect(await world.ask(resolveId, { id })).toEqual({ ...before, metadata: { other: true } });
  });

  it('is deleted once and never minted again', async () => {
    const id = await minted();
    expect(await remove(id)).toEqual({ id });
    for (const gone of [world.ask(resolveId, { id }), bind(id, {}), remove(id)])
      await expect(gone).rejects.toMatchObject({ code: 'not-found' });
    expect(await world.sql.query('select id from minted_ids where id = $1', [id])).toEqual([{ id }]);
  });

  it('is not deleted where a document has it, but something may be bound to it', async () => {
    const id = await minted(RUNTIME);
    await world.apply({ study_set: [{ id, type: 'nmdc:Study', study_category: 'research_study' }] });
    await expect(remove(id, RUNTIME)).rejects.toMatchObject({ code: 'id-in-use' });
    expect(await bind(id, { a: 1 }, RUNTIME)).toMatchObject({ collection: 'study_set', metadata: { a: 1 } });
  });

  it('belongs to the site or user that it was minted for, and to who administers the site', async () => {
    const ofSite = await minted();
    const ofUser = await minted(user('ada'));
    for (const caller of [OTHER_CLIENT, user('eve', 'NERSC')]) await bind(ofSite, {}, caller);
    await bind(ofUser, {}, user('ada'));
    for (const caller of [EMSL, ADMIN, user('eve', 'EMSL'), user('NERSC')])
      for (const refused of [bind(ofSite, {}, caller), remove(ofSite, caller)])
        await expect(refused).rejects.toMatchObject({ code: 'forbidden' });
    for (const caller of [NERSC, ADMIN, user('eve', 'ada')])
      await expect(remove(ofUser, caller)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(remove(ofSite, { kind: 'anonymous' })).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('takes no more than is kept, and nothing that cannot be', async () => {
    const id = await minted();
    await expect(bind(id, { text: 'x'.repeat(BOUND_BYTES) })).rejects.toMatchObject({ code: 'too-large' });
    await expect(bind(id, { text: 'a\u0000b' })).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(bind('nmdc:sty-11-none', {})).rejects.toMatchObject({ code: 'not-found' });
  });
});
