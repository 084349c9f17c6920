import { IMPORTER, type ImportedOperation } from '@callboard/contracts';
import { ImportOperations } from '../use-cases/import-operations';
import { ALPHA, operationsOnPostgres, type OperationsOnPostgres } from './operations.builder';
import { PostgresImportsStore } from './postgres-imports-store';

const DAY = 86_400_000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY).toISOString();

let world: OperationsOnPostgres;
let store: PostgresImportsStore;
let imports: ImportOperations;

beforeAll(async () => {
  world = await operationsOnPostgres();
  store = new PostgresImportsStore(world.database);
  imports = new ImportOperations(store);
});
afterAll(() => world?.close());

const operation = (id: string, more: Partial<ImportedOperation> = {}): ImportedOperation => ({
  id,
  site_id: 'alpha',
  attempt: 1,
  current: true,
  done: false,
  expire_time: inDays(20),
  metadata: { model: 'text', site_id: 'alpha', extra: 1 },
  job: { id: `job-of-${id}`, workflow: { id: 'w' }, config: { n: 1 } },
  ...more,
});
const take = async (...items: ImportedOperation[]) =>
  (await imports.execute(items, IMPORTER)).map(({ outcome }) => outcome);
const found = async (id: string) => (await world.store.find([id])).get(id);

describe('imported operations', () => {
  it('are open with the lease that they had, or ended as they did, without any event', async () => {
    const failed = { done: true, result: { code: 'oom', message: 'out of memory' } };
    const items = [
      operation('open'),
      operation('over', { expire_time: inDays(-1) }),
      operation('failed', { ...failed, expire_time: inDays(-40) }),
      operation('left', { current: false }),
    ];
    expect(await take(...items)).toEqual(['taken', 'taken', 'taken', 'taken']);
    expect(await found('open')).toMatchObject({ state: 'open', metadata: { extra: 1 }, endedAt: null });
    expect((await found('open'))?.expireTime.toISOString()).toBe(items[0]?.expire_time);
    expect(await found('over')).toMatchObject({ state: 'expired' });
    expect(await found('failed')).toMatchObject({ state: 'failed', result: failed.result });
    expect((await found('failed'))?.endedAt?.toISOString()).toBe(items[2]?.expire_time);
    expect(await found('left')).toMatchObject({ state: 'released' });
    for (const { id } of items) expect(await world.events(id)).toEqual([]);
  });

  it('have a history of allowed moves', async () => {
    const by = { who: 'service:import', why: 'imported' };
    expect(await world.history('failed')).toEqual([
      { from_state: null, to_state: 'open', ...by },
      { from_state: 'open', to_state: 'failed', ...by },
    ]);
    expect(await world.history('open')).toHaveLength(1);
  });

  it('are taken once, and compared from then on', async () => {
    const done = operation('done', { done: true, result: { n: 1 } });
    expect(await take(done, { ...done, result: { n: 2 } })).toEqual(['taken', 'differs']);
    expect(await take(done, { ...done, result: { n: 2 } })).toEqual(['here', 'differs']);
    expect(await take(operation('open'), operation('open', { done: true }))).toEqual(['here', 'differs']);
    expect(await take(operation('open', { site_id: 'beta' }))).toEqual(['differs']);
    expect(await world.history('done')).toHaveLength(2);
  });

  it('go on here as any other does', async () => {
    await take(operation('goes-on'));
    const [settled] = await world.settle.execute([{ id: 'goes-on', result: { ok: true } }], ALPHA);
    expect(settled).toMatchObject({ state: 'succeeded' });
    expect(await take(operation('goes-on'))).toEqual(['here']);
  });

  it('are told of in few words', async () => {
    const ends = await store.describeEnds(['failed', 'open', 'unknown']);
    expect(ends.map(({ id, outcome }) => [id, outcome]).sort()).toEqual([
      ['failed', 'failed'],
      ['open', null],
    ]);
  });

  it('are brought by the importer alone, and none is too large to be read again', async () => {
    await expect(imports.execute([operation('x')], ALPHA)).rejects.toMatchObject({ code: 'forbidden' });
    const large = operation('large', { metadata: { text: 'x'.repeat(64 * 1024 * 1024) } });
    expect(await imports.execute([large, operation('small')], IMPORTER)).toMatchObject([
      { outcome: 'refused', code: 'too-large' },
      { outcome: 'taken' },
    ]);
  });
});
