import {
  type Caller,
  changeTrigger,
  createTrigger,
  deleteTrigger,
  IMPORTER,
  importTriggers,
  listTriggers,
  objectsChanged,
} from '@callboard/contracts';
import { ServiceWorld } from '@callboard/service-testing';
import { eventually } from '@callboard/testing';
import { migrations } from './persistence/migrations';
import { TriggersModule } from './triggers.module';

const ADMIN: Caller = { kind: 'user', username: 'admin', administers: ['nmdc-runtime'] };
const ID = 'imported-type--imported-workflow';
const TRIGGER = {
  object_type_id: 'imported-type',
  workflow_id: 'imported-workflow',
  created_at: '2022-01-01T00:00:00.000Z',
};

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open({ service: 'triggers', migrations });
  await world.start(TriggersModule);
  await eventually('triggers answers', () => world.requests.request(listTriggers, {}));
}, 60_000);
afterAll(() => world?.close());

const take = async (...items: (typeof TRIGGER)[]) => {
  const { items: answers } = await world.requests.request(importTriggers, { items }, { caller: IMPORTER });
  return answers.map(({ outcome }) => outcome);
};
const item = (id: string, version: number) => ({
  id,
  version,
  types: ['imported-type'],
  added_types: [],
  removed_types: [],
});
const tell = (id: string, more: { version?: number; imported?: true } = {}): Promise<unknown> =>
  world.tell(objectsChanged, { items: [{ ...item(id, more.version ?? 2), ...more }] });
const fired = async () => {
  const rows = await world.sql.query<{ object_id: string }>(
    'select object_id from firings order by object_id',
  );
  return rows.map(({ object_id }) => object_id);
};
const remembered = (id: string) =>
  eventually(`${id} is remembered`, async () => {
    const rows = await world.sql.query('select from tagged_objects where object_id = $1', [id]);
    return rows.length > 0;
  });
const firing = (id: string) => eventually(`it fired for ${id}`, async () => (await fired()).includes(id));

describe('imported triggers and objects', () => {
  it('are registered once, as they were', async () => {
    expect(await take(TRIGGER, TRIGGER)).toEqual(['taken', 'here']);
    expect(await take({ ...TRIGGER, created_at: '2023-01-01T00:00:00.000Z' })).toEqual(['differs']);
    const { triggers } = await world.requests.request(listTriggers, {});
    expect(triggers).toContainEqual({ ...TRIGGER, id: ID, paused: false });
  });

  it('fire nothing for what was borne before, and for what is tagged here', async () => {
    await tell('imported', { imported: true });
    await remembered('imported');
    await tell('tagged-here');
    await firing('tagged-here');
    expect(await fired()).toEqual(['tagged-here']);
    await tell('imported', { version: 3 });
    await firing('imported');
  });

  it('fire for what has no job once somebody lets a paused trigger go on', async () => {
    await tell('forgotten', { imported: true });
    await remembered('forgotten');
    for (const paused of [true, false])
      await world.requests.request(changeTrigger, { id: ID, paused }, { caller: ADMIN });
    await firing('forgotten');
  });

  it('are known to triggers that are registered later', async () => {
    await tell('known', { imported: true });
    await remembered('known');
    const more = { object_type_id: 'imported-type', workflow_id: 'later' };
    await world.requests.request(createTrigger, more, { caller: ADMIN });
    await eventually('the later one fired', async () => {
      const rows = await world.sql.query(
        `select from firings where workflow_id = 'later' and object_id = 'known'`,
      );
      return rows.length > 0;
    });
  });

  it('do not come back once they were deleted, and are for the importer', async () => {
    await world.requests.request(deleteTrigger, { id: ID }, { caller: ADMIN });
    expect(await take(TRIGGER)).toEqual(['differs']);
    const { triggers } = await world.requests.request(listTriggers, {});
    expect(triggers.map(({ id }) => id)).not.toContain(ID);
    const asked = world.requests.request(importTriggers, { items: [TRIGGER] }, { caller: ADMIN });
    await expect(asked).rejects.toMatchObject({ code: 'forbidden' });
  });
});
