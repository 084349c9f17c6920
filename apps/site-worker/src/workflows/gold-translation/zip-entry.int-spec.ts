import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestEntry, zipOf } from './test-zip.builder';
import { zipEntry, type ZipLimits } from './zip-entry';

const MIB = 1024 * 1024;
const NAME = 'nmdc_database.json';
const LIMITS: ZipLimits = { entries: 100, entryBytes: 64 * MIB, ratio: 200 };
const folder = mkdtempSync(join(tmpdir(), 'callboard-test-zip-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Reads the entry of what is written as a file; gives its bytes, or what was refused. */
async function read(zip: Uint8Array, limits: Partial<ZipLimits> = {}): Promise<Buffer> {
  const path = join(folder, 'some.zip');
  writeFileSync(path, zip);
  const pieces: Uint8Array[] = [];
  for await (const piece of zipEntry(path, NAME, { ...LIMITS, ...limits })) pieces.push(piece);
  return Buffer.concat(pieces);
}
const database = (more: Partial<TestEntry> = {}): TestEntry => ({
  name: NAME,
  bytes: Buffer.from('{"study_set":[]}'),
  ...more,
});

describe('zipEntry', () => {
  it.each([
    ['packed', {}],
    ['stored', { method: 0 }],
    ['in a folder', { name: `exports/2026/${NAME}` }],
  ])('reads the entry, %s, and passes over others', async (_, more) => {
    const zip = zipOf([
      { name: 'readme.txt', bytes: Buffer.from('x') },
      database(more),
      { name: `my-${NAME}`, bytes: Buffer.from('y') },
    ]);
    expect((await read(zip)).toString()).toBe('{"study_set":[]}');
  });

  it.each([
    ['no zip', Buffer.from('{"study_set":[]}'), 'damaged-file'],
    ['nothing', Buffer.alloc(0), 'damaged-file'],
    ['a zip that breaks off', zipOf([database()]).subarray(0, -30), 'damaged-file'],
    ['another checksum', zipOf([database({ checksum: 1 })]), 'damaged-file'],
    ['fewer bytes than are said', zipOf([database({ size: 100 })]), 'damaged-file'],
    ['a name that leads outside', zipOf([database({ name: `../${NAME}` })]), 'damaged-file'],
    ['a name with backslashes', zipOf([database({ name: `a\\${NAME}` })]), 'damaged-file'],
    ['no such entry', zipOf([{ name: 'other.json', bytes: Buffer.from('{}') }]), 'missing-entry'],
    ['two of them', zipOf([database(), database({ name: `a/${NAME}` })]), 'several-entries'],
    ['an encrypted one', zipOf([database({ flags: 1 })]), 'unsupported-zip'],
    ['a method of its own', zipOf([database({ method: 93 })]), 'unsupported-zip'],
    ['sizes of 64 bits', zipOf([database({ extra: Buffer.from([1, 0, 0, 0]) })]), 'unsupported-zip'],
    ['more entries than are taken', zipOf([database(), ...many(100)]), 'unsupported-zip'],
    ['a size above what is taken', zipOf([database({ size: 65 * MIB })]), 'object-too-large'],
  ])('refuses %s', async (_, zip, code) => {
    await expect(read(zip)).rejects.toMatchObject({ code, more: { retriable: false } });
  });

  it('refuses bytes that do not unpack', async () => {
    const zip = zipOf([database({ bytes: Buffer.alloc(1000, 'ab') })]);
    zip.fill(0xff, 50, 54);
    await expect(read(zip)).rejects.toMatchObject({ code: 'damaged-file' });
  });

  describe('stops at a bomb, holding little of it', () => {
    const zeros = Buffer.alloc(60 * MIB);
    const bombs: [string, Partial<TestEntry>, string][] = [
      ['that says its size', {}, 'compression-ratio'],
      ['that says it is small', { size: 10 }, 'damaged-file'],
      ['that says it is just below what is taken', { size: 64 * MIB - 1 }, 'compression-ratio'],
    ];
    it.each(bombs)('%s', async (_, more, code) => {
      const zip = zipOf([database({ bytes: zeros, ...more })]);
      const before = process.memoryUsage().arrayBuffers;
      let most = 0;
      const path = join(folder, 'bomb.zip');
      writeFileSync(path, zip);
      const drain = async () => {
        for await (const piece of zipEntry(path, NAME, LIMITS)) {
          void piece;
          most = Math.max(most, process.memoryUsage().arrayBuffers - before);
        }
      };
      await expect(drain()).rejects.toMatchObject({ code });
      expect(most).toBeLessThan(32 * MIB);
    });

    it('of entries that lie over each other: only one is ever read', async () => {
      const zip = zipOf([database({ bytes: zeros.subarray(0, 5 * MIB) }), ...many(50)]);
      expect((await read(zip)).length).toBe(5 * MIB);
    });
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('lets go of the file when it is read no further', async () => {
    const path = join(folder, 'left.zip');
    writeFileSync(path, zipOf([database({ bytes: Buffer.alloc(5 * MIB, 'abc') })]));
    const open = () => readdirSync('/proc/self/fd').length;
    const before = open();
    for (let at = 0; at < 20; at += 1) for await (const _ of zipEntry(path, NAME, LIMITS)) break;
    await new Promise(setImmediate);
    expect(open()).toBeLessThan(before + 5);
  });
});

function many(count: number): TestEntry[] {
  return Array.from({ length: count }, (_, at) => ({ name: `${at}.txt`, bytes: Buffer.from('x') }));
}
