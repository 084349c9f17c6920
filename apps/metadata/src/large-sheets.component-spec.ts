import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeSchema, SHEET_ROWS } from '@callboard/contracts';
import { MetadataUnderTest } from './metadata-under-test.builder';
import { sheetOf, SheetsUnderTest } from './sheets-under-test.builder';

const example = JSON.parse(
  readFileSync(join(__dirname, '../../../examples/metadata/submission.json'), 'utf8'),
) as Record<string, Record<string, unknown>[]>;
const STUDY = 'nmdc:sty-11-lake01';
const IDS = Array.from({ length: 50 }, (_, n) => `nmdc:bsm-11-many${n}`);

let world: MetadataUnderTest;
let sheets: SheetsUnderTest;
beforeAll(async () => {
  world = await MetadataUnderTest.open();
  sheets = new SheetsUnderTest(world);
  const [sample] = example.biosample_set ?? [];
  const biosample_set = IDS.map((id) => ({ ...sample, id, name: id }));
  await world.apply({ ...example, biosample_set: [...(example.biosample_set ?? []), ...biosample_set] });
}, 60_000);
afterAll(() => world?.close());

const rowsOf = (count: number): string[][] =>
  Array.from({ length: count }, (_, n) => [IDS[n % IDS.length] ?? '', 'update', 'ph', `${8 + (n % 5)}`]);

describe('a large sheet', () => {
  it('of 100,000 rows is applied, and others are answered meanwhile', async () => {
    let [longest, over] = [0, false];
    const asking = (async () => {
      while (!over) {
        const began = performance.now();
        await world.ask(describeSchema, {});
        longest = Math.max(longest, performance.now() - began);
      }
    })();
    const effect = await sheets.apply(sheetOf(...rowsOf(SHEET_ROWS)));
    over = true;
    await asking;
    expect(effect).toMatchObject({ rows: SHEET_ROWS, documents: 50, modified: 50, update_cmd: null });
    // The whole takes many seconds; a service that did it on its event loop would answer nobody for as long.
    expect(longest).toBeLessThan(3_000);
  }, 120_000);

  it.each([
    ['one row more', () => sheetOf(...rowsOf(SHEET_ROWS + 1)), 'too-large'],
    [
      'more rows about one document',
      () => sheetOf(...Array.from({ length: 10_001 }, () => [STUDY, 'insert', 'websites', 'x'])),
      'too-large',
    ],
    [
      'long lists that are changed again and again',
      () => {
        const many = Array.from({ length: 50_000 }, (_, n) => n).join('|');
        const one = Array.from({ length: 9_000 }, (_, n) => [STUDY, 'remove item', 'websites', `${n}`]);
        return sheetOf([STUDY, 'insert', 'websites', many], ...one);
      },
      'too-large',
    ],
    [
      'a document that grows too large',
      () =>
        sheetOf(
          ...Array.from({ length: 5 }, (_, n) => [STUDY, 'insert', 'websites', `${n}`.repeat(1_000_000)]),
        ),
      'too-large',
    ],
    [
      'a quote that is never closed',
      () => `${sheetOf([STUDY, 'update', 'name', '"never'])}\n${'x,y,z,u\n'.repeat(200_000)}`,
      'invalid-sheet',
    ],
    ['bytes that are no text', () => Buffer.alloc(2_000_000, 0xff), 'invalid-sheet'],
    ['zeros', () => Buffer.alloc(2_000_000), 'invalid-sheet'],
    ['nothing', () => '', 'invalid-sheet'],
    [
      'rows without end in one line',
      () => `id,action,attribute,value${','.repeat(3_000_000)}`,
      'invalid-sheet',
    ],
  ])(
    'with %s is refused',
    async (_, sheet, code) => {
      await expect(sheets.preview(sheet())).rejects.toMatchObject({ code });
    },
    60_000,
  );

  it('is told as far as a reply goes, and the rest is counted', async () => {
    const list = Array.from({ length: 8000 }, (_, n) => [
      STUDY,
      'insert',
      'websites',
      `https://example.org/${n}`,
    ]);
    const told = await sheets.preview(sheetOf(...list));
    expect(told).toMatchObject({ valid: true, rows: 8000, documents: 1, left_out: 0 });
    expect(told.changes.length).toBeLessThan(8000);
    expect(JSON.stringify(told).length).toBeLessThan(10 * 1024 * 1024);
  }, 60_000);
});
