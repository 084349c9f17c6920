import fc from 'fast-check';
import { type Found, readDocuments } from './read-documents';

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string | Buffer, size = 7): Promise<Found[]> {
  const found: Found[] = [];
  for await (const each of readDocuments(inPieces(Buffer.from(text), size))) found.push(each);
  return found;
}

/** What was found, put together again. */
function together(found: readonly Found[]): Record<string, unknown> {
  const whole = new Map<string, unknown>();
  for (const each of found) {
    if (each.what === 'collection') whole.set(each.name, each.isList ? [] : 'no list');
    else (whole.get(each.collection) as unknown[]).push(each.document);
  }
  return Object.fromEntries(whole);
}

const jsonText = fc.json({ maxDepth: 4 });
const submissions = fc.dictionary(
  fc.string().filter((name) => name !== '@type'),
  fc.array(
    jsonText.map((text) => JSON.parse(text) as unknown),
    { maxLength: 6 },
  ),
  { maxKeys: 5 },
);
const isWhole = (value: unknown): boolean => !/\\u0000|\\ud[89a-f]/i.test(JSON.stringify(value));

describe('a submission', () => {
  it('is found as it was written, in whatever pieces it comes', async () => {
    await fc.assert(
      fc.asyncProperty(
        submissions.filter(isWhole),
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom(0, 1, 3),
        async (whole, size, indent) => {
          expect(together(await read(JSON.stringify(whole, null, indent), size))).toEqual({ ...whole });
        },
      ),
    );
  });

  it('is refused where the text is broken, or found as it reads', async () => {
    await fc.assert(
      fc.asyncProperty(
        submissions.filter(isWhole),
        fc.nat(),
        fc.constantFrom('', '{', '}', '[', ']', ',', ':', '"', '1', ' ', '\\'),
        async (whole, seed, put) => {
          const text = JSON.stringify(whole);
          const at = seed % (text.length + 1);
          const broken = text.slice(0, at) + put + text.slice(put === '' ? at + 1 : at);
          const expected = parsedOrNot(broken);
          const found = await read(broken).then(together, (error: { code: string }) => error.code);
          if (expected === undefined) expect(['invalid-input', 'too-large']).toContain(found);
          // What is read twice is refused, where JSON.parse takes the last.
          else if (found !== 'invalid-input') expect(found).toEqual(expected);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('may say of what kind it is, and have nothing in it', async () => {
    expect(await read('{}')).toEqual([]);
    expect(await read('\ufeff {"@type": "Database", "a_set": [], "b_set": null} ')).toEqual([
      { what: 'collection', name: 'a_set', isList: true },
      { what: 'collection', name: 'b_set', isList: true },
    ]);
    expect(await read('{"a_set": {"id": 1}}')).toEqual([
      { what: 'collection', name: 'a_set', isList: false },
    ]);
  });

  it.each([
    ['no object', '[]', 0],
    ['two keys', '{"a": [], "a": []}', 13],
    ['an end in the middle', '{"a": [{"b": 1}', 15],
    ['a comma too many', '{"a": [1,]}', 9],
    ['something behind', '{} {}', 3],
    ['broken JSON in a document', '{"a": [{"b" 1}]}', 7],
    ['half a character', '{"a": ["\\ud800"]}', 7],
    ['NUL', '{"a": ["\\u0000"]}', 7],
    ['nothing', '', 0],
  ])('is refused with its place: %s', async (_, text, offset) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'invalid-input', offset });
  });

  it('is UTF-8', async () => {
    await expect(read(Buffer.from('\ufeff{}', 'utf16le'))).rejects.toMatchObject({ code: 'invalid-input' });
    const latin1 = Buffer.concat([Buffer.from('{"a":["'), Buffer.from([0xe9]), Buffer.from('"]}')]);
    await expect(read(latin1)).rejects.toMatchObject({ message: expect.stringContaining('UTF-8') as string });
  });

  it('keeps __proto__ as a key, and is not nested too deep', async () => {
    const [, found] = await read('{"a": [{"__proto__": {"x": 1}}]}');
    const document = found?.what === 'document' ? found.document : undefined;
    expect(Object.keys(document as object)).toEqual(['__proto__']);
    expect(({} as { x?: number }).x).toBeUndefined();
    await expect(read(`{"a": [${'['.repeat(5000)}${']'.repeat(5000)}]}`, 1000)).rejects.toMatchObject({
      message: expect.stringContaining('nested') as string,
    });
  });

  it('has documents of at most 4 MiB', async () => {
    const large = `{"a": ["${'x'.repeat(4 * 1024 * 1024)}"]}`;
    await expect(read(large, 65_536)).rejects.toMatchObject({ code: 'too-large' });
  });
});

/** As an object of lists, or undefined where it is none. */
function parsedOrNot(text: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const entries = Object.entries(value).filter(([name]) => name !== '@type');
    return Object.fromEntries(
      entries.map(([name, list]) => [name, Array.isArray(list) ? list : list === null ? [] : 'no list']),
    );
  } catch {
    return undefined;
  }
}
