import { readTable } from './read-table';

const HEADER = ['id', 'action', 'attribute', 'value'];
const read = (text: string | Buffer, format: 'csv' | 'tsv' = 'csv') => readTable(Buffer.from(text), format);

describe('the table of a sheet', () => {
  it.each<[string, string, 'csv' | 'tsv']>([
    ['comma', 'id,action,attribute,value\na:1,set,x,"1,5"', 'csv'],
    ['tab', 'id\taction\tattribute\tvalue\na:1\tset\tx\t1,5', 'tsv'],
    ['quotes in tabs', 'id\taction\tattribute\tvalue\na:1\tset\tx\t"1,5"', 'tsv'],
    ['a byte order mark', '\ufeffid,action,attribute,value\na:1,set,x,"1,5"', 'csv'],
    ['quotes around all', '"id","action","attribute","value"\n"a:1","set","x","1,5"', 'csv'],
  ])('is told apart by %s', (_, text, format) => {
    expect(read(text, format)).toEqual([
      { row: 1, cells: HEADER },
      { row: 2, cells: ['a:1', 'set', 'x', '1,5'] },
    ]);
  });

  it('has lines that end in any way, and counts rows as spreadsheets do', () => {
    expect(read('h\r\na\nb\rc\r\n\r\n,,\n"d\ne"\nf').map(({ row, cells }) => [row, ...cells])).toEqual([
      [1, 'h'],
      [2, 'a'],
      [3, 'b'],
      [4, 'c'],
      [7, 'd\ne'],
      [8, 'f'],
    ]);
  });

  it('takes quotes inside of cells as they are', () => {
    expect(read('a 5" pipe,"say ""no"""')[0]?.cells).toEqual(['a 5" pipe', 'say "no"']);
  });

  it.each([
    ['a quote that is never closed', 'h\n"a\nb', 2],
    ['bytes that are not UTF-8', Buffer.from([0x68, 0xff, 0xfe]), 1],
    ['UTF-16', Buffer.from('\ufeffid', 'utf16le'), 1],
    ['a NUL', 'h\n\0', 1],
  ])('%s is refused with its row', (_, text, row) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({
        code: 'invalid-sheet',
        details: expect.objectContaining({ row }) as unknown,
      }),
    );
  });
});
