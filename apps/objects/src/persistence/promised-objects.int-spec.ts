import type { DrsObjectIn, StoredObject } from '@callboard/contracts';
import { type DomainError, mintLocalId } from '@callboard/kernel';
import { eventually } from '@callboard/testing';
import { ObjectRegistration } from './object-registration';
import { ALPHA, described, type ObjectsOnPostgres, objectsOnPostgres, site, stored } from './objects.builder';

const AT_ONCE = 8;

describe('objects whose ids were promised, on PostgreSQL (9 D27)', () => {
  let objects: ObjectsOnPostgres;

  beforeAll(async () => {
    objects = await objectsOnPostgres();
  }, 60_000);
  afterAll(() => objects?.close());
  afterEach(() => expect(objects.journal.failures).toEqual([]));

  const promise = (): string => {
    const id = mintLocalId();
    objects.promised.set('alpha', [...(objects.promised.get('alpha') ?? []), id]);
    return id;
  };
  const inStore = (accessId: string): DrsObjectIn =>
    described({ access_methods: [{ type: 'https', access_id: accessId }] });
  const codeOf = (answer: StoredObject | DomainError | undefined): unknown =>
    answer instanceof Error ? answer.code : 'kept';

  it('get exactly those ids', async () => {
    const id = promise();
    const answer = stored(await objects.one({ object: inStore(`alpha:${id}`) }));
    expect(answer).toMatchObject({ id, manager: 'alpha', stored: false });
    expect((await objects.store.find([id])).objects.get(id)).toEqual(answer);
  });

  it('do not when the id was not promised, or to another site', async () => {
    const [id, other] = [promise(), mintLocalId()];
    expect(stored(await objects.one({ object: inStore(`alpha:${other}`) })).id).not.toBe(other);
    expect(stored(await objects.one({ object: inStore(`alpha:${id}`) }, site('beta'))).id).not.toBe(id);
    expect(stored(await objects.one({ object: inStore(`beta:${id}`) }, site('beta'))).id).not.toBe(id);
  });

  it('are refused when the id is taken, and leave the first as it is, with its checksums', async () => {
    const id = promise();
    const object = inStore(`alpha:${id}`);
    stored(await objects.one({ object }));
    expect(codeOf(await objects.one({ object }))).toBe('already-exists');
    expect(codeOf(await objects.one({ object: inStore(`alpha:${id}`) }))).toBe('already-exists');
    expect((await objects.store.find([id])).objects.get(id)).toMatchObject({ version: 1, document: object });
    expect(codeOf(await objects.one({ object: { ...described(), checksums: object.checksums } }))).toBe(
      'object-exists',
    );
  });

  it('are refused in a batch without keeping its others back', async () => {
    const [taken, free, twice] = [promise(), promise(), promise()];
    stored(await objects.one({ object: inStore(`alpha:${taken}`) }));
    const ids = [taken, free, twice, twice];
    const items = [...ids.map((id) => ({ object: inStore(`alpha:${id}`) })), { object: described() }];
    const answers = await objects.register.execute(items, ALPHA);
    expect(answers.map(codeOf)).toEqual(['already-exists', 'kept', 'kept', 'already-exists', 'kept']);
    expect(answers.slice(1, 3).map((answer) => stored(answer).id)).toEqual([free, twice]);
  });

  it('are registered once, by however many at the same moment', async () => {
    const id = promise();
    const all = Array.from({ length: AT_ONCE }, () => objects.one({ object: inStore(`alpha:${id}`) }));
    const codes = (await Promise.all(all)).map(codeOf);
    expect(codes.sort()).toEqual([...Array<string>(AT_ONCE - 1).fill('already-exists'), 'kept']);
  });

  it('keep a second one waiting until it is known what became of the first', async () => {
    const id = promise();
    let second: ReturnType<typeof objects.one> | undefined;
    await objects.database.transaction(async (tx) => {
      const object = inStore(`alpha:${id}`);
      const candidate = { id, promised: true, checksums: object.checksums, document: object };
      await new ObjectRegistration(tx, 'alpha').run([candidate]);
      second = objects.one({ object: inStore(`alpha:${id}`) });
      const waiting =
        'select pid from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()';
      await eventually(
        'the second one waits',
        async () => (await objects.database.query(waiting)).length > 0,
      );
    });
    expect(codeOf(await second)).toBe('already-exists');
  });

  it('are given again by their registration key', async () => {
    const id = promise();
    const item = { object: inStore(`alpha:${id}`), registrationKey: `key-of-${id}` };
    stored(await objects.one(item));
    expect(stored(await objects.one(item)).id).toBe(id);
  });
});
