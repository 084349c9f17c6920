import { DomainError } from '@callboard/kernel';
import { ADMIN, described, type ObjectsOnPostgres, objectsOnPostgres, site, stored } from './objects.builder';
import { WRITTEN_BYTES } from '../use-cases/objects-store';

let objects: ObjectsOnPostgres;
beforeAll(async () => {
  objects = await objectsOnPostgres();
});
afterAll(() => objects?.close());

const md5 = (checksum: string) => ({ type: 'md5', checksum });

describe('objects', () => {
  it('come back as they were described, with an id of their own and their manager', async () => {
    const object = described({
      name: 'reads.fastq',
      description: 'é \u{1f9ec}',
      contents: [{ name: 'part', id: 'p', contents: null }],
      aliases: [],
      version: null,
    });
    const registered = stored(await objects.one({ object }));
    expect(registered).toMatchObject({
      document: object,
      manager: 'alpha',
      types: [],
      version: 1,
      stored: false,
    });
    expect(registered.id).toMatch(/^sys0[0-9a-z]{14}$/);
    const { objects: found } = await objects.store.find([registered.id, 'unknown']);
    expect([...found.values()]).toEqual([registered]);
    expect(await objects.events(registered.id)).toEqual([]);
  });

  it('are refused by name when one of their checksums is taken, whoever asks', async () => {
    const first = stored(await objects.one({ object: described({ checksums: [md5('a'), md5('b')] }) }));
    const again = described({ checksums: [md5('new'), md5('b')] });
    expect(await objects.one({ object: again }, site('beta'))).toMatchObject({
      code: 'object-exists',
      details: { object_id: first.id, checksum: 'b' },
    });
    stored(await objects.one({ object: described({ checksums: [md5('new')] }) }));
  });

  it('come once when many register the same at the same moment', async () => {
    const object = described();
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) => objects.one({ object }, site(`site-${n}`))),
    );
    const winners = answers.filter((answer) => !(answer instanceof DomainError));
    expect(winners).toHaveLength(1);
    const losers = answers.filter((answer) => answer instanceof DomainError);
    const winner = stored(winners[0]);
    expect(losers.map(({ code, details }) => [code, (details as { object_id: string }).object_id])).toEqual(
      losers.map(() => ['object-exists', winner.id]),
    );
  });

  it('come once for a registration key of a site, in any number of calls at once', async () => {
    const calls = Array.from({ length: 20 }, () =>
      objects.one({ object: described(), registrationKey: 'op-1/report.json' }),
    );
    const ids = new Set((await Promise.all(calls)).map((answer) => stored(answer).id));
    expect(ids.size).toBe(1);
    const other = stored(await objects.one({ registrationKey: 'op-1/report.json' }, site('beta')));
    expect(ids.has(other.id)).toBe(false);
  });

  it('of a batch are answered one by one, and crossing batches do not get stuck', async () => {
    const pool = Array.from({ length: 40 }, () => described());
    const batches = [pool, [...pool].reverse(), pool, [...pool].reverse()].map((batch, n) =>
      objects.register.execute(
        batch.map((object, at) => ({ object, registrationKey: n % 2 ? undefined : `key-${n}-${at}` })),
        site('alpha'),
      ),
    );
    const answers = (await Promise.all(batches)).flat();
    expect(answers).toHaveLength(160);
    expect(answers.filter((answer) => !(answer instanceof DomainError))).toHaveLength(40);
    expect(objects.journal.failures).toEqual([]);
  });

  it('of a batch that lean on a refused one pass', async () => {
    const taken = stored(await objects.one({ object: described({ checksums: [md5('taken')] }) }));
    const [refused, passed, late] = await objects.register.execute(
      [[md5('taken'), md5('wanted')], [md5('wanted')], [md5('wanted')]].map((checksums) => ({
        object: described({ checksums }),
        registrationKey: 'one-key-for-those-that-pass',
      })),
      site('gamma'),
    );
    expect(refused).toMatchObject({ code: 'object-exists', details: { object_id: taken.id } });
    expect(stored(late)).toEqual(stored(passed));
    const clash = await objects.one({ object: described({ checksums: [md5('wanted')] }) });
    expect(clash).toMatchObject({ code: 'object-exists', details: { object_id: stored(passed).id } });
  });

  it('are for sites only, and not without limit', async () => {
    await expect(objects.one({}, ADMIN)).rejects.toMatchObject({ code: 'forbidden' });
    const huge = described({ description: 'x'.repeat(WRITTEN_BYTES) });
    await expect(objects.one({ object: huge })).rejects.toMatchObject({ code: 'too-large' });
  });

  it('are found as far as one reply holds them', async () => {
    const large = () => described({ description: 'x'.repeat(300_000) });
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) ids.push(stored(await objects.one({ object: large() })).id);
    const { objects: found, leftOut } = await objects.store.find([...ids, 'unknown']);
    expect(found.size).toBe(1);
    expect([...found.keys(), ...leftOut].sort()).toEqual([...ids].sort());
  });
});

describe('object types', () => {
  const seed = [1, 2, 3].map((n) => ({
    id: `type-${n}`,
    createdAt: '2021-09-14T00:00:00.000Z',
    name: `Type ${n}`,
    description: null,
  }));

  it('are seeded once, in order, by several processes, and edits stay', async () => {
    const { types, database } = objects;
    await Promise.all([types.seed(seed), types.seed(seed), types.seed(seed)]);
    await database.query(`update object_types set name = 'edited' where id = 'type-2'`);
    await types.seed(seed);
    expect((await types.list()).map(({ id, name }) => [id, name])).toEqual([
      ['type-1', 'Type 1'],
      ['type-2', 'edited'],
      ['type-3', 'Type 3'],
    ]);
    expect((await types.list())[0]?.created_at).toBe('2021-09-14T00:00:00.000Z');
  });

  it('are registered once', async () => {
    const type = { id: 'new-type', name: null, description: 'd' };
    const replies = await Promise.all([1, 2, 3].map(() => objects.types.register(type)));
    expect(replies.filter((reply) => reply)).toHaveLength(1);
    expect((await objects.types.list()).at(-1)).toMatchObject(type);
  });
});
