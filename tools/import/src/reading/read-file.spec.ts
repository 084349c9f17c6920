import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { dumpFiles } from './dump-files';
import type { Entry } from './entry';
import { readDocuments } from './read-file';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dump-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function read(content: string | Buffer, name = 'things.json'): Promise<Entry[]> {
  const file = join(folder, name);
  writeFileSync(file, content);
  const entries: Entry[] = [];
  for await (const entry of readDocuments(file)) entries.push(entry);
  return entries;
}
const values = (entries: readonly Entry[]): unknown[] =>
  entries.map((entry) => ('value' in entry ? entry.value : entry.problem));

const DOCUMENTS = [{ id: 'a', text: 'ä ] } , " \\ \n 🧬' }, { id: 'b', list: [[1, { c: [] }], 2] }, {}];

describe('the documents of a file', () => {
  const lines = DOCUMENTS.map((document) => JSON.stringify(document)).join('\n');
  it.each([
    ['lines', lines],
    ['lines with an end', `${lines}\n\n`],
    ['lines of another system', lines.replaceAll('\n', '\r\n')],
    ['an array', JSON.stringify(DOCUMENTS)],
    ['an array over many lines', JSON.stringify(DOCUMENTS, null, 2)],
    ['an array after blanks', ` \n${JSON.stringify(DOCUMENTS)}\n`],
    ['lines with a byte order mark', `\ufeff${lines}`],
    ['an array with a byte order mark', `\ufeff${JSON.stringify(DOCUMENTS)}`],
  ])('are read from %s', async (_, text) => {
    expect(values(await read(text))).toEqual(DOCUMENTS);
    expect(values(await read(gzipSync(text), 'things.json.gz'))).toEqual(DOCUMENTS);
  });

  it.each(['', '\n', '[]', ' [ ] ', '\ufeff'])('may be none: %j', async (text) => {
    expect(await read(text)).toEqual([]);
  });

  it('tell where they stand', async () => {
    const entries = await read('{"id":"ä"}\n\n{"id":2}');
    expect(entries.map(({ place }) => place)).toEqual([
      { line: 1, offset: 0 },
      { line: 3, offset: 13 },
    ]);
    const [, second] = await read('\ufeff[{"id":1},\n{"id":2}]');
    expect(second?.place).toEqual({ line: 1, offset: 13 });
  });

  it('do without a line that is broken', async () => {
    const entries = await read('{"id":1}\n{"id":2,\n{"id":3}\n');
    expect(values(entries)).toEqual([{ id: 1 }, expect.stringMatching(/^no JSON .*\{"id":2,$/), { id: 3 }]);
    expect(entries[1]?.place.line).toBe(2);
  });

  it('say that an array was cut off', async () => {
    expect(values(await read('[{"id":1},{"id":'))).toEqual([{ id: 1 }, expect.stringMatching(/cut off/)]);
  });

  it('come in pieces of a large file as they do of a small one', async () => {
    const many = Array.from({ length: 20_000 }, (_, n) => ({ id: n, text: `ä"${'x'.repeat(n % 97)}` }));
    expect(values(await read(JSON.stringify(many)))).toEqual(many);
    expect(values(await read(many.map((one) => JSON.stringify(one)).join('\n')))).toEqual(many);
  });

  it('fail aloud when they cannot be unpacked', async () => {
    await expect(read('no gzip', 'things.json.gz')).rejects.toThrow(/incorrect header/);
    const whole = gzipSync(lines);
    await expect(read(whole.subarray(0, -20), 'things.json.gz')).rejects.toThrow(/unexpected end/);
  });
});

describe('the files of a dump', () => {
  it('are known by their names', () => {
    const dump = mkdtempSync(join(folder, 'dump-'));
    for (const name of [
      'jobs.json',
      'users.jsonl.gz',
      '_runtime.api.allow.json',
      'jobs.metadata.json',
      'x.bson',
    ])
      writeFileSync(join(dump, name), '');
    const { files, others } = dumpFiles(dump);
    expect(files.map(({ collection }) => collection)).toEqual(['_runtime.api.allow', 'jobs', 'users']);
    expect(others).toEqual(['jobs.metadata.json', 'x.bson']);
    expect(dumpFiles(join(dump, 'jobs.json')).files).toHaveLength(1);
    expect(() => dumpFiles(join(dump, 'nowhere'))).toThrow(/name the folder/);
  });
});
