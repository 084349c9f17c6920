import { type Caller, type ImportedObject, IMPORTER } from '@callboard/contracts';
import { Outbox, RelayBell } from '@callboard/outbox';
import { ImportObjects } from '../use-cases/import-objects';
import { ALPHA, objectsOnPostgres, type ObjectsOnPostgres } from './objects.builder';
import { PostgresImportsStore } from './postgres-imports-store';

let world: ObjectsOnPostgres;
let imports: ImportObjects;

beforeAll(async () => {
  world = await objectsOnPostgres();
  const store = new PostgresImportsStore(world.database, new Outbox(new RelayBell()));
  imports = new ImportObjects(store, world.journal);
});
afterAll(() => world?.close());

const object = (id: string, more: Partial<ImportedObject> = {}): ImportedObject => ({
  id,
  object: {
    checksums: [{ type: 'sha256', checksum: `of ${id}` }],
    created_time: '2022-01-01T00:00:00.000Z',
    size: 3,
    access_methods: [{ type: 'https', access_url: { url: 'https://host/path' } }],
    name: undefined,
  },
  manager: 'NERSC',
  types: [],
  ...more,
});
const take = async (...objects: ImportedObject[]) =>
  (await imports.execute(objects, IMPORTER)).map(({ outcome, code }) => code ?? outcome);

describe('imported objects', () => {
  it('keep id, manager and types, whatever sites they are of', async () => {
    const [plain, tagged] = [
      object('1bte-2c60-26'),
      object('gfs0abc', { types: ['a', 'b'], manager: 'LBL' }),
    ];
    expect(await take(plain, tagged)).toEqual(['taken', 'taken']);
    const { objects } = await world.store.find(['1bte-2c60-26', 'gfs0abc']);
    expect(objects.get('1bte-2c60-26')).toMatchObject({ manager: 'NERSC', types: [], stored: false });
    expect(objects.get('gfs0abc')).toMatchObject({ manager: 'LBL', types: ['a', 'b'] });
    expect(await take(plain, tagged)).toEqual(['here', 'here']);
  });

  it('tell their types without having been given them, so that nothing fires', async () => {
    const news = { types: ['a', 'b'], added_types: [], removed_types: [], imported: true, site_id: 'LBL' };
    expect(await world.events('gfs0abc')).toEqual([{ id: 'gfs0abc', version: 2, name: undefined, ...news }]);
    expect(await world.events('1bte-2c60-26')).toEqual([]);
  });

  it('differ where they are not what they were', async () => {
    const known = object('1bte-2c60-26');
    expect(await take({ ...known, types: ['a'] })).toEqual(['differs']);
    expect(await take({ ...known, manager: 'LBL' })).toEqual(['differs']);
    expect(await take({ ...known, object: { ...known.object, size: 4 } })).toEqual(['differs']);
  });

  it('stand once in a batch, the first of an id', async () => {
    const twin = object('twin');
    expect(await take(twin, twin, { ...twin, types: ['a'] })).toEqual(['taken', 'here', 'differs']);
  });

  it('share no checksum with others, which refuses them alone', async () => {
    const thief = { ...object('thief'), object: object('gfs0abc').object };
    const twins = [object('left'), { ...object('right'), object: object('left').object }];
    expect(await take(thief, ...twins)).toEqual(['object-exists', 'taken', 'object-exists']);
  });

  it('are brought by the importer alone', async () => {
    for (const caller of [ALPHA, { kind: 'service', service: 'jobs' } as Caller])
      await expect(imports.execute([object('x')], caller)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('imported object types', () => {
  it('are taken once and compared from then on', async () => {
    const type = { id: 'new-type', name: 'New', created_at: '2022-01-01T00:00:00.000Z' };
    const take = async (...types: (typeof type)[]) =>
      (await imports.executeTypes(types, IMPORTER)).map(({ outcome }) => outcome);
    expect(await take(type, type, { ...type, name: 'Other' })).toEqual(['taken', 'here', 'differs']);
    expect(await take(type, { ...type, name: 'Other' })).toEqual(['here', 'differs']);
    expect((await world.types.list()).at(-1)).toMatchObject({ id: 'new-type', created_at: type.created_at });
  });
});
