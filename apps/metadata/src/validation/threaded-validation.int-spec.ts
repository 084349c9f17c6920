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

describe('schemas and texts that were made to hang', () => {
  const thread = new SchemaThread(silentLog);
  const validation = new ThreadedValidation(thread);
  afterAll(() => thread.onModuleDestroy());

  const withName = (name: unknown) => ({
    ...SMALL_SCHEMA,
    $defs: {
      ...SMALL_SCHEMA.$defs,
      Study: { ...SMALL_SCHEMA.$defs.Study, properties: { ...SMALL_SCHEMA.$defs.Study.properties, name } },
    },
  });
  const check = (schema: ReturnType<typeof withName>, ...names: string[]) =>
    validation.check(
      JSON.stringify(schema),
      () => Promise.resolve(schema),
      names.map((name, place) => ({
        collection: 'study_set',
        place,
        document: { id: `x:sty-${place}`, type: 'x:Study', name },
      })),
    );

  it('are refused after a while with the place of the text, and the next one is looked at', async () => {
    const catastrophic = withName({ type: 'string', pattern: '^(a+)+$' });
    const sane = withName({ type: 'string', pattern: '^a+$' });
    const hanging = check(catastrophic, 'aaa', `${'a'.repeat(60)}!`);
    const behind = check(sane, 'aaa', 'b');
    await expect(hanging).rejects.toMatchObject({
      code: 'validation-too-slow',
      message: expect.stringContaining('/study_set/1') as string,
    });
    expect((await behind).map(({ findings }) => findings.length)).toEqual([0, 1]);
  }, 30_000);

  it('may refer to themselves, but not in a circle', async () => {
    const tree = { type: 'object', properties: { child: { $ref: '#/$defs/Tree' } } };
    const recursive = { ...withName({ $ref: '#/$defs/Tree' }) };
    Object.assign(recursive.$defs, { Tree: tree });
    expect((await validation.compile(recursive)).title).toBe('Small');
    const circle = { ...withName({ type: 'string' }) };
    Object.assign(circle.$defs, { Sample: { $ref: '#/$defs/Other' }, Other: { $ref: '#/$defs/Sample' } });
    await expect(validation.compile(circle)).rejects.toMatchObject({ code: 'invalid-schema' });
  });

  it('are not looked for elsewhere', async () => {
    await expect(
      validation.compile(withName({ $ref: 'http://127.0.0.1:9/schema.json#/Name' })),
    ).rejects.toMatchObject({
      code: 'invalid-schema',
      message: expect.stringContaining("can't resolve reference http://127.0.0.1:9") as string,
    });
  });

  it.each([
    ['a pattern that is none', { type: 'string', pattern: '(' }],
    ['a type that there is not', { type: 'text' }],
    ['a promise instead of an answer', { $async: true, type: 'string' }],
  ])('with %s are refused', async (_, name) => {
    await expect(validation.compile(withName(name))).rejects.toMatchObject({ code: 'invalid-schema' });
  });
});
