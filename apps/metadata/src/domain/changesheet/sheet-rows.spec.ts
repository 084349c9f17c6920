import { readSheetRows } from './sheet-rows';

const tableOf = (...rows: string[][]) => rows.map((cells, at) => ({ row: at + 1, cells }));
const HEADER = ['id', 'action', 'attribute', 'value'];
const refusalOf = (...rows: string[][]): unknown => {
  try {
    return readSheetRows(tableOf(...rows));
  } catch (thrown) {
    return thrown;
  }
};

describe('the rows of a sheet', () => {
  it('take what they leave blank from the row above, across documents, and come by ascending id', () => {
    const rows = readSheetRows(
      tableOf(
        ['value', 'note', 'id', 'attribute', 'action'],
        ['1', 'why', 'x:2', 'a', ' update '],
        ['2', '', 'NA', 'b', 'n/a'],
        ['3', '', 'x:1', 'c', ''],
        ['v', '', 'x:2', 'd', 'insert'],
        ['4', '', 'v', 'e', ''],
      ),
    );
    expect(rows).toEqual([
      { id: 'x:1', rows: [{ row: 4, variable: null, action: 'update', attribute: 'c', value: '3' }] },
      {
        id: 'x:2',
        rows: [
          { row: 2, variable: null, action: 'update', attribute: 'a', value: '1' },
          { row: 3, variable: null, action: 'update', attribute: 'b', value: '2' },
          { row: 5, variable: null, action: 'insert', attribute: 'd', value: 'v' },
          { row: 6, variable: 'v', action: 'insert', attribute: 'e', value: '4' },
        ],
      },
    ]);
  });

  it('may be none', () => {
    expect(readSheetRows(tableOf(HEADER))).toEqual([]);
  });

  it.each<[string, string[][], number, string | null]>([
    ['no header', [], 1, null],
    ['a header that lacks columns', [['id', 'action', 'value']], 1, 'attribute'],
    ['a header that names a column twice', [[...HEADER, 'id']], 1, 'id'],
    ['a row with too few cells', [HEADER, ['x:1', 'set', 'a']], 2, null],
    ['a row with too many cells', [HEADER, ['x:1', 'set', 'a', '1', '2']], 2, null],
  ])('%s is refused', (_, rows, row, column) => {
    expect(refusalOf(...rows)).toMatchObject({ code: 'invalid-sheet', details: { row, column } });
  });
});
