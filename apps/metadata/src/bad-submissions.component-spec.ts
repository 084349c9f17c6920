import { activateSchema, installSchema, listDocuments, stageDocuments } from '@callboard/contracts';
import { readDocuments, submissionVerdict, type SubmissionVerdict } from '@callboard/submission';
import { randomUUID } from 'node:crypto';
import { ADMIN, MetadataUnderTest } from './metadata-under-test.builder';
import { LAB_SCHEMA, study } from './persistence/lab-schema.builder';

let world: MetadataUnderTest;

const activate = async (schema: Record<string, unknown>): Promise<void> => {
  const { version } = await world.ask(installSchema, { schema }, ADMIN);
  await world.ask(activateSchema, { version }, ADMIN);
};

beforeAll(async () => {
  world = await MetadataUnderTest.open();
  await activate(LAB_SCHEMA);
}, 60_000);
afterAll(() => world?.close());

/** As the gateway reads a body, and a site an object. */
async function verdictOf(body: string | Buffer): Promise<SubmissionVerdict> {
  async function* source(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(Buffer.from(body));
  }
  return submissionVerdict(readDocuments(source()), (contract, input) => world.ask(contract, input));
}

const named = (name: string): string =>
  `{"study_set":[{"id":"nmdc:sty-11-a","type":"nmdc:Study","name":${name}}]}`;

describe('a body that is no submission', () => {
  it.each([
    ['broken JSON', '{"study_set":[{"id":]}'],
    ['UTF-16', Buffer.from(named('"x"'), 'utf16le')],
    ['UTF-16 with its mark', Buffer.from(`\ufeff${named('"x"')}`, 'utf16le')],
    ['bytes that are no UTF-8', Buffer.from(named('"\u00e9"'), 'latin1')],
    ['10,000 levels', named('['.repeat(10_000) + ']'.repeat(10_000))],
    ['10,000 objects in each other', named('{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000))],
    ['a number beyond doubles', named('1e999')],
    ['a whole number that would be rounded', named('9007199254740993')],
    ['NUL', named('"a\\u0000b"')],
    ['half a character', named('"\\ud800"')],
    ['a collection twice', '{"study_set":[],"study_set":[]}'],
  ])('is refused as such: %s', async (_, body) => {
    await expect(verdictOf(body)).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('is refused for its size', async () => {
    await expect(verdictOf(named(`"${'x'.repeat(5 * 1024 * 1024)}"`))).rejects.toMatchObject({
      code: 'too-large',
    });
  });
});

describe('names that mean something to JavaScript', () => {
  it.each(['__proto__', 'constructor', 'prototype', 'hasOwnProperty'])(
    '%s is a key like any other',
    async (key) => {
      const { findings } = await verdictOf(
        `{"study_set":[{"id":"nmdc:sty-11-a","type":"nmdc:Study","${key}":{"name":"b"}}]}`,
      );
      expect(findings.study_set).toEqual([
        `Additional properties are not allowed ('${key}' was unexpected) in /study_set/0`,
      ]);
    },
  );

  it.each(['__proto__', 'constructor'])('%s is no collection', async (key) => {
    const verdict = await verdictOf(`{"${key}":[{"id":"a"}]}`);
    expect(verdict.valid).toBe(false);
    expect(Object.values(verdict.findings)).toEqual([[`'${key}' is not a known schema collection name`]]);
  });
});

describe('what stands twice', () => {
  it('as an id is told with both places', async () => {
    const { findings } = await verdictOf(JSON.stringify({ study_set: [study('a'), study('b'), study('a')] }));
    expect(findings.study_set).toEqual([
      expect.stringContaining('at /study_set/0 and again at /study_set/2'),
    ]);
  });

  it('as a key of one object counts as JSON has it: the last one', async () => {
    const { findings } = await verdictOf(
      '{"study_set":[{"id":"nmdc:sty-11-a","type":"nmdc:Study","id":"b"}]}',
    );
    expect(findings.study_set).toEqual([expect.stringContaining("'b' does not match")]);
  });
});

describe('a text that its pattern hangs on', () => {
  it('is refused with its place; the service goes on, and nothing is kept', async () => {
    const { Study } = LAB_SCHEMA.$defs;
    const name = { type: 'string', pattern: '^(a+)+$' };
    const properties = { ...Study.properties, name };
    await activate({ ...LAB_SCHEMA, $defs: { ...LAB_SCHEMA.$defs, Study: { ...Study, properties } } });
    await expect(verdictOf(named(`"${'a'.repeat(60)}!"`))).rejects.toMatchObject({
      code: 'validation-too-slow',
      message: expect.stringContaining('/study_set/0') as string,
    });
    expect(await verdictOf(named('"aaa"'))).toMatchObject({ valid: true });
    expect(await world.ask(listDocuments, { collection: 'study_set', limit: 10 })).toMatchObject({
      documents: [],
    });
  }, 60_000);
});

describe('a batch over the broker', () => {
  it('of another shape is refused', async () => {
    const batch = { submission_id: randomUUID(), n: 0, items: [{ collection: 7 }], collections: [] };
    await expect(world.ask(stageDocuments, batch as never)).rejects.toMatchObject({ code: 'invalid-input' });
  });
});
