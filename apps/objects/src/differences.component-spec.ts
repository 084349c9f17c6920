import { changeObject, getObjects, objectsChanged, registerObjects, tagObjects } from '@callboard/contracts';
import { RequestClient } from '@callboard/messaging';
import { ServiceWorld } from '@callboard/service-testing';
import { ObjectsModule } from './objects.module';
import { migrations } from './persistence/migrations';
import { ALPHA, described, site } from './persistence/objects.builder';

let world: ServiceWorld;
let requests: RequestClient;
/** Objects of whose types something was told. */
const told: string[] = [];

beforeAll(async () => {
  world = await ServiceWorld.open({ service: 'objects', migrations });
  ({ requests } = world);
  world.nats.subscribe(objectsChanged.subject, {
    callback: (_, message) => {
      const { items } = objectsChanged.payload.parse(message.json());
      told.push(...items.filter(({ registered }) => !registered).map(({ id }) => id));
    },
  });
  await world.start(ObjectsModule);
}, 60_000);

afterAll(() => world.close());

async function register(): Promise<string> {
  const { items } = await requests.request(
    registerObjects,
    { items: [{ object: described() }] },
    { caller: ALPHA },
  );
  if (!items[0]?.ok) throw new Error('not registered');
  return items[0].item.id;
}

const read = async (id: string) => (await requests.request(getObjects, { ids: [id] })).items[0];

describe('D1 PATCH of an object stores what it says', () => {
  it('and takes a partial body', async () => {
    const id = await register();
    const asked = { object_id: id, changes: { description: 'said later' } };
    const changed = await requests.request(changeObject, asked, { caller: ALPHA });
    expect(changed).toMatchObject({ id, version: 2, document: { size: 36, description: 'said later' } });
    expect(await read(id)).toEqual({ ok: true, item: changed });
  });

  it('but is refused to other sites, and of an unknown object', async () => {
    const id = await register();
    const ask = (object_id: string, caller = site('beta')) =>
      requests.request(changeObject, { object_id, changes: { size: 1 } }, { caller });
    await expect(ask(id)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(ask('none', ALPHA)).rejects.toMatchObject({ code: 'not-found' });
    expect(await read(id)).toMatchObject({ item: { version: 1, document: { size: 36 } } });
  });
});

describe('D3 only those who may tag an object', () => {
  it('replace its types; an unknown object is no fault of ours', async () => {
    const id = await register();
    const items = [
      { object_id: 'none', types: ['test'] },
      { object_id: id, types: ['test'] },
    ];
    for (const caller of [{ kind: 'anonymous' as const }, site('beta')]) {
      expect((await requests.request(tagObjects, { items }, { caller })).items).toMatchObject([
        { ok: false, error: { code: 'not-found' } },
        { ok: false, error: { code: 'forbidden' } },
      ]);
    }
    expect(await read(id)).toMatchObject({ item: { types: [], version: 1 } });
    expect(told).toEqual([]);
  });
});
