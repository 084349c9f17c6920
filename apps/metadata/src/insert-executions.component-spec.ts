import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  activateSchema,
  type Caller,
  describeSchema,
  insertExecutions,
  installSchema,
} from '@callboard/contracts';
import { ADA, assembly, ExecutionsUnderTest, file, oneRun } from './executions-under-test.builder';
import { ADMIN, MetadataUnderTest, RUNTIME } from './metadata-under-test.builder';
import { LAB_SCHEMA, study } from './persistence/lab-schema.builder';

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

describe('executions that are handed in', () => {
  it('are inserted with their files, in words that tell who did it', async () => {
    expect(await executions.insert(oneRun('lake', 1))).toBe(2);
    expect(await executions.read(run('lake.1'))).toMatchObject({ name: 'lake.1' });
    const [row] = await world.sql.query('select who, job_id from document_history where key = $1', [
      run('lake.1'),
    ]);
    expect(row).toEqual({ who: 'user:ada', job_id: null });
  });

  it('are inserted once, however often they are handed in (D34)', async () => {
    const both = oneRun('again', 1);
    expect(await executions.insert(both)).toBe(2);
    expect(await executions.insert(both)).toBe(2);
    expect(await executions.versions(run('again.1'))).toBe(1);
    // What the runtime has added since makes them no others.
    await executions.insert(oneRun('again', 2));
    expect(await executions.insert(both)).toBe(2);
    expect(await executions.chain('again', 1)).toEqual([[run('again.2'), run('again.2')]]);
  });

  it('are inserted once when the same come at the same moment (D34)', async () => {
    const both = oneRun('race', 1);
    const replies = await Promise.all(Array.from({ length: 8 }, () => executions.insert(both)));
    expect(replies).toEqual(Array(8).fill(2));
    expect(await executions.versions(run('race.1'))).toBe(1);
  });

  it('replace nothing: an id that says something else is refused, with all that came beside it (D34)', async () => {
    await executions.insert(oneRun('taken', 1));
    const other = {
      data_object_set: [file('beside')],
      workflow_execution_set: [assembly('taken.1', ['raw001'], ['beside'])],
    };
    await expect(executions.insert(other)).rejects.toMatchObject({
      code: 'already-exists',
      details: { ids: [run('taken.1')] },
    });
    expect(await executions.isThere('nmdc:dobj-11-beside')).toBe(false);
  });

  it('exclude each other when they say different things of one id at the same moment (D34)', async () => {
    const say = (contigs: number) => ({
      workflow_execution_set: [assembly('exclude.1', ['raw001'], [], { contigs })],
    });
    const replies = await Promise.allSettled([1, 2, 3, 4].map((n) => executions.insert(say(n))));
    expect(replies.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const reply of replies)
      if (reply.status === 'rejected') expect(reply.reason).toMatchObject({ code: 'already-exists' });
    expect(await executions.versions(run('exclude.1'))).toBe(1);
  });

  it.each([
    ['there is no set of executions', { data_object_set: [file('alone')] }, /no workflow_execution_set/],
    ['a reference leads nowhere', { workflow_execution_set: [assembly('lost.1', ['none'], [])] }, /rules/],
    ['the schema is broken', { workflow_execution_set: [{ id: run('bad.1') }] }, /rules/],
  ])('are refused when %s', async (_, submitted, words) => {
    const refusal = executions.insert(submitted);
    await expect(refusal).rejects.toMatchObject({
      code: 'invalid-metadata',
      message: expect.stringMatching(words) as unknown,
    });
  });

  it('may be none at all', async () => {
    expect(await executions.insert({ workflow_execution_set: [] })).toBe(0);
  });

  it('are for those who may hand metadata in, and for what they have staged themselves', async () => {
    const EVE: Caller = { kind: 'user', username: 'eve', administers: [] };
    await expect(executions.insert(oneRun('eve', 1), EVE)).rejects.toMatchObject({ code: 'forbidden' });
    const submission_id = await world.stage(oneRun('eve', 1), ADA);
    const BOB: Caller = { ...ADA, username: 'bob' } as Caller;
    await expect(world.ask(insertExecutions, { submission_id }, BOB)).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('executions that are a result of an operation', () => {
  const SITE = { ...RUNTIME, allowances: ['/metadata/json:submit'] } as Caller;

  it('say which, in their history', async () => {
    const operation = await world.operation();
    await executions.insert(oneRun('under', 1), SITE, operation);
    const [row] = await world.sql.query('select who, operation_id from document_history where key = $1', [
      run('under.1'),
    ]);
    expect(row).toEqual({ who: 'site:nmdc-runtime', operation_id: operation });
  });

  it('are refused once it has ended', async () => {
    const operation = await world.operation();
    await world.release(operation);
    await expect(executions.insert(oneRun('late', 1), SITE, operation)).rejects.toMatchObject({
      code: 'operation-released',
    });
    expect(await executions.isThere(run('late.1'))).toBe(false);
  });
});

describe('the runs of one kind', () => {
  it('name the next one, and so do their files', async () => {
    for (const n of [1, 2, 3]) await executions.insert(oneRun('kind', n));
    expect(await executions.chain('kind', 1, 2, 3)).toEqual([
      [run('kind.2'), run('kind.2')],
      [run('kind.3'), run('kind.3')],
      [null, null],
    ]);
  });

  it('may come in any order, with gaps, and more than nine', async () => {
    for (const n of [11, 3, 1]) await executions.insert(oneRun('gap', n));
    expect(await executions.chain('gap', 1, 3, 11)).toEqual([
      [run('gap.3'), run('gap.3')],
      [run('gap.11'), run('gap.11')],
      [null, null],
    ]);
    await executions.insert(oneRun('gap', 2));
    expect(await executions.chain('gap', 1, 2, 3)).toEqual([
      [run('gap.2'), run('gap.2')],
      [run('gap.3'), run('gap.3')],
      [run('gap.11'), run('gap.11')],
    ]);
  });

  it('may come together', async () => {
    const [one, two] = [oneRun('pair', 1), oneRun('pair', 2)];
    await executions.insert({
      data_object_set: [one.data_object_set, two.data_object_set].flat(),
      workflow_execution_set: [two.workflow_execution_set, one.workflow_execution_set].flat(),
    });
    expect(await executions.chain('pair', 1, 2)).toEqual([
      [run('pair.2'), run('pair.2')],
      [null, null],
    ]);
  });

  it('are not those whose names begin alike', async () => {
    await executions.insert(oneRun('like', 1));
    await executions.insert(oneRun('likely', 2));
    expect(await executions.chain('like', 1)).toEqual([[null, null]]);
  });
});

describe('a schema without executions', () => {
  it('takes none, and says so', async () => {
    const { active } = await world.ask(describeSchema, {});
    const lab = await world.ask(installSchema, { schema: LAB_SCHEMA }, ADMIN);
    await world.ask(activateSchema, { version: lab.version }, ADMIN);
    await expect(executions.insert({ study_set: [study('x1')] })).rejects.toMatchObject({
      code: 'unknown-collection',
    });
    await world.ask(activateSchema, { version: active.version }, ADMIN);
  });
});
