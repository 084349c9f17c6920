import { silentLog } from '@callboard/kernel';
import { SchemaThread } from './schema-thread';
import { SMALL_SCHEMA } from './small-schema.builder';
import { ThreadedValidation } from './threaded-validation';

describe('validation in a thread', () => {
  const thread = new SchemaThread(silentLog);
  const validation = new ThreadedValidation(thread);
  afterAll(() => thread.onModuleDestroy());

  it('says what a schema is about', async () => {
    const { collections, classes } = await validation.compile(SMALL_SCHEMA);
    expect([...collections]).toEqual([
      ['study_set', ['Study']],
      ['sample_set', ['Sample']],
    ]);
    expect(classes.get('Sample')).toMatchObject({ type: 'x:Sample', codes: ['smp'] });
  });

  it('refuses what does not compile, and goes on', async () => {
    const broken = {
      ...SMALL_SCHEMA,
      $defs: { ...SMALL_SCHEMA.$defs, Study: { properties: {}, pattern: '(' } },
    };
    await expect(validation.compile(broken)).rejects.toMatchObject({ code: 'invalid-schema' });
    await expect(validation.compile({ type: 'object' })).rejects.toMatchObject({ code: 'invalid-schema' });
    await expect(validation.compile({ ...SMALL_SCHEMA, $schema: 'draft-03' })).rejects.toMatchObject({
      code: 'invalid-schema',
      message: expect.stringContaining('2020-12') as string,
    });
  });

  it('holds documents against a schema that it is given once', async () => {
    let loads = 0;
    const load = () => Promise.resolve(((loads += 1), SMALL_SCHEMA));
    const check = (document: unknown) =>
      validation.check('small', load, [{ collection: 'sample_set', place: 4, document }]);
    const sample = { id: 'x:smp-1', type: 'x:Sample', part_of: ['x:sty-1'] };
    expect(await check(sample)).toEqual([
      {
        id: 'x:smp-1',
        findings: [],
        references: [{ slot: 'part_of', target: 'x:sty-1', collections: ['study_set'] }],
      },
    ]);
    const [checked] = await check({ ...sample, id: 'x:sty-1', depth: 'deep' });
    expect(checked?.findings).toEqual([
      "'x:sty-1' does not match '^x:smp-[0-9]+$' in /sample_set/4/id",
      "'deep' is not of type 'number', 'null' in /sample_set/4/depth",
    ]);
    expect((await check(['no object']))[0]?.findings).toEqual(['this is not an object in /sample_set/4']);
    expect(loads).toBe(1);
  });

  it('begins anew when its thread is gone', async () => {
    await thread.onModuleDestroy();
    expect((await validation.compile(SMALL_SCHEMA)).title).toBe('Small');
  });
});
