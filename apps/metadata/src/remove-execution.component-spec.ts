import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Caller, getDocumentHistory, documentsChanged } from '@callboard/contracts';
import { Outbox } from '@callboard/outbox';
import {
  ADA,
  annotation,
  assembly,
  ExecutionsUnderTest,
  file,
  oneRun,
} from './executions-under-test.builder';
import { MetadataUnderTest } from './metadata-under-test.builder';
import { PostgresExecutionsStore } from './persistence/postgres-executions-store';

const example = JSON.parse(
  readFileSync(join(__dirname, '../../../examples/metadata/submission.json'), 'utf8'),
) as Record<string, unknown>;

let world: MetadataUnderTest;
let executions: ExecutionsUnderTest;
beforeAll(async () => {
  world = await MetadataUnderTest.open();
  executions = new ExecutionsUnderTest(world);
  await world.apply(example);
}, 60_000);
afterAll(() => world?.close());

const run = (local: string): string => `nmdc:wfmgas-11-${local}`;
const genes = (local: string): string => `nmdc:wfmgan-11-${local}`;
const fileOf = (local: string): string => `nmdc:dobj-11-${local}`;
const count = (local: string, gene_function_id: string) => ({
  was_generated_by: genes(local),
  gene_function_id,
  count: 3,
  type: 'nmdc:FunctionalAnnotationAggMember',
});

/** An assembly, an annotation of it with two counts, and an assembly that takes the annotation's file. */
const walk = (name: string) => ({
  data_object_set: [`${name}a`, `${name}b`, `${name}c`].map(file),
  workflow_execution_set: [
    assembly(`${name}.1`, ['raw001'], [`${name}a`]),
    annotation(`${name}.1`, [`${name}a`], [`${name}b`]),
    assembly(`${name}next.1`, ['raw001', `${name}b`], [`${name}c`]),
  ],
  functional_annotation_agg: [count(`${name}.1`, 'COG:COG1'), count(`${name}.1`, 'COG:COG2')],
});

describe('an execution that is removed', () => {
  it('takes its outputs, what was made of them, and what was counted in these', async () => {
    await executions.insert(walk('walk'));
    await executions.insert(oneRun('beside', 1));
    const removed = await executions.remove(run('walk.1'));
    expect(removed.executions).toEqual([genes('walk.1'), run('walk.1'), run('walknext.1')]);
    expect(removed.data_objects).toEqual(['walka', 'walkb', 'walkc'].map(fileOf));
    expect(removed.aggregates).toHaveLength(2);
    for (const id of [...removed.executions, ...removed.data_objects, ...removed.aggregates])
      expect(await executions.isThere(id)).toBe(false);
    for (const id of [fileOf('raw001'), run('beside.1'), fileOf('besidex1')])
      expect(await executions.isThere(id)).toBe(true);
  });

  it('leaves what it was made of', async () => {
    await executions.insert(walk('up'));
    const removed = await executions.remove(genes('up.1'));
    expect(removed.executions).toEqual([genes('up.1'), run('upnext.1')]);
    expect(await executions.isThere(run('up.1'))).toBe(true);
    expect(await executions.isThere(fileOf('upa'))).toBe(true);
  });

  it('is told of, for the jobs that were to make it', async () => {
    await executions.insert(oneRun('told', 1));
    const { removed_at } = await executions.remove(run('told.1'));
    const rows = await world.sql.query<{ payload: { items: { id: string }[] } }>(
      'select payload from outbox where subject = $1',
      [documentsChanged.subject],
    );
    const items = rows.flatMap(({ payload }) => payload.items);
    expect(items.find(({ id }) => id === run('told.1'))).toMatchObject({
      collection: 'workflow_execution_set',
      with_jobs: true,
      removed_at,
    });
  });

  it('can be handed in again', async () => {
    await executions.insert(oneRun('back', 1));
    await executions.remove(run('back.1'));
    expect(await executions.insert(oneRun('back', 1))).toBe(2);
    const { items } = await world.ask(getDocumentHistory, { id: run('back.1'), after: 0, limit: 10 });
    expect(items.map(({ version, who, after }) => [version, who, after === null])).toEqual([
      [1, 'user:ada', false],
      [2, 'user:ada', true],
      [3, 'user:ada', false],
    ]);
  });

  it('is unknown when there is none, or something else has the id', async () => {
    for (const id of [run('never.1'), fileOf('raw001')])
      await expect(executions.remove(id)).rejects.toMatchObject({ code: 'not-found' });
    expect(await executions.isThere(fileOf('raw001'))).toBe(true);
  });

  it('is removed by those who may run delete commands', async () => {
    await executions.insert(oneRun('own', 1));
    const EVE = { ...ADA, username: 'eve', allowances: ['/metadata/json:submit'] } as Caller;
    await expect(executions.remove(run('own.1'), EVE)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await executions.isThere(run('own.1'))).toBe(true);
  });

  it('stays when too much would go with it', async () => {
    await executions.insert(walk('much'));
    const store = new PostgresExecutionsStore(world.sql, new Outbox());
    await expect(store.remove(run('much.1'), 'user:ada', 7)).rejects.toMatchObject({ code: 'bad-request' });
    expect(await executions.isThere(run('much.1'))).toBe(true);
    expect(await store.remove(run('much.1'), 'user:ada', 8)).toMatchObject({ executions: { length: 3 } });
  });
});

describe('what a removed execution has superseded', () => {
  it('is superseded by the next one', async () => {
    for (const n of [1, 2, 3]) await executions.insert(oneRun('mid', n));
    await executions.remove(run('mid.2'));
    expect(await executions.chain('mid', 1, 3)).toEqual([
      [run('mid.3'), run('mid.3')],
      [null, null],
    ]);
  });

  it('is superseded by none when it was the last', async () => {
    for (const n of [1, 2]) await executions.insert(oneRun('last', n));
    await executions.remove(run('last.2'));
    expect(await executions.chain('last', 1)).toEqual([[null, null]]);
    expect(await executions.read(run('last.1'))).not.toHaveProperty('superseded_by');
    expect(await executions.versions(run('last.1'))).toBe(3);
  });

  it('is mended as well where others have said it', async () => {
    await executions.insert(oneRun('old', 1));
    await executions.insert({
      data_object_set: [{ ...file('sheet'), superseded_by: run('old.1') }],
      workflow_execution_set: [],
    });
    await executions.remove(run('old.1'));
    expect(await executions.read(fileOf('sheet'))).not.toHaveProperty('superseded_by');
  });
});
