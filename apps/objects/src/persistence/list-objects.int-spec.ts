import { ALPHA, described, objectsOnPostgres, stored } from './objects.builder';

let objects: Awaited<ReturnType<typeof objectsOnPostgres>>;
beforeAll(async () => {
  objects = await objectsOnPostgres();
});
afterAll(() => objects?.close());

const idsOf = async (filter: unknown) =>
  (await objects.store.page({ limit: 100, filter: JSON.stringify(filter) })).objects.map(({ id }) => id);

describe('filters on objects (contract 3.6)', () => {
  it('reach every field that clients see', async () => {
    const object = described({ name: 'reads.fa', size: 7, description: null, aliases: ['one', 'two'] });
    const [answer] = await objects.register.execute([{ object }], ALPHA);
    const { id } = stored(answer);
    const checksum = object.checksums[0]?.checksum;
    const TRUE = [
      { name: 'reads.fa' },
      { name: { $regex: '\\.FA$', $options: 'i' } },
      { size: { $gte: 7, $lt: 8 } },
      { aliases: 'two' },
      { aliases: ['one', 'two'] },
      { aliases: { $size: 2 } },
      { 'checksums.checksum': checksum },
      { checksums: { $elemMatch: { type: 'sha256', checksum } } },
      { description: null, mime_type: null },
      { types: { $size: 0 } },
      { _mgr_site: 'alpha' },
      { created_time: { $gte: { $date: '2026-01-02T03:04:05Z' } } },
      { created_time: '2026-01-02T03:04:05.000Z' },
      { updated_time: { $exists: false } },
    ];
    for (const asked of TRUE) expect([asked, await idsOf({ ...asked, id })]).toEqual([asked, [id]]);
    expect(await idsOf({ id, aliases: { $ne: 'two' } })).toEqual([]);
  });

  it('D14: find no column that clients do not see', async () => {
    for (const column of ['document', 'document_bytes', 'stored', 'manager', 'version_', 'created_at'])
      expect(await idsOf({ [column]: { $exists: true } })).toEqual([]);
  });
});
