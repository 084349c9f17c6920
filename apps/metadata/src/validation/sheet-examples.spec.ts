import { SHIPPED_SCHEMA } from '../domain/shipped-schema/shipped-schema';
import { SchemaValidator } from './schema-validator';
import { changeDocuments, readSheet } from './sheet-tasks';

const S = 'nmdc:sty-00-aaaa01';
const B = 'nmdc:bsm-00-aaaa01';
const term = {
  type: 'nmdc:ControlledIdentifiedTermValue',
  term: { type: 'nmdc:OntologyClass', id: 'ENVO:00002030' },
};
const study = {
  id: S,
  type: 'nmdc:Study',
  study_category: 'research_study',
  name: 'Old name',
  websites: ['https://a.example.org'],
  alternative_names: ['x', 'y'],
};
const depth = { type: 'nmdc:QuantityValue', has_numeric_value: 1, has_unit: 'm', has_raw_value: '1 m' };
const biosample = {
  id: B,
  type: 'nmdc:Biosample',
  associated_studies: [S],
  env_broad_scale: term,
  env_local_scale: term,
  env_medium: term,
  ph: 6,
  depth,
};
const DOCUMENTS: Record<string, [string, Record<string, unknown>]> = {
  [S]: ['study_set', study],
  [B]: ['biosample_set', biosample],
};
/** As documents come from the database: no two places of them are the same thing. */
const copyOf = <T>(document: T): T => JSON.parse(JSON.stringify(document)) as T;
const validator = new SchemaValidator(SHIPPED_SCHEMA);

type Row = [id: string, action: string, attribute: string, value: string];
const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const sheetOf = (rows: Row[]): Buffer =>
  Buffer.from(
    [['id', 'action', 'attribute', 'value'], ...rows].map((row) => row.map(quoted).join(',')).join('\n'),
  );

/** What becomes of the documents that the rows name; what is wrong stands in the place of one that is wrong. */
function outcomeOf(rows: Row[]): Record<string, unknown>[] {
  const { documents } = readSheet(sheetOf(rows), 'csv');
  const items = documents.map(({ id, packed }) => {
    const [collection, document] = DOCUMENTS[id] ?? ['study_set', {}];
    return { id, collection, document: copyOf(document), packed };
  });
  return changeDocuments(validator, items, 1e6).map(({ after, checked, writeError }) => {
    if (writeError) return { writeError: writeError.errmsg, row: writeError.row };
    return checked.findings.length > 0 ? { findings: checked.findings } : after;
  });
}

const bo = { type: 'nmdc:PersonValue', name: 'Bo' };
const credit = {
  applied_roles: ['Investigation', 'Software'],
  type: 'prov:Association',
  applies_to_person: bo,
};
const creditRows = (first: string, last: string): Row[] => [
  [S, first, 'has_credit_associations', 'c1'],
  ['c1', '', 'applied_roles', 'Investigation|Software'],
  ['c1', '', 'type', 'prov:Association'],
  ['c1', '', 'applies_to_person.name', 'Bo'],
  ['c1', last, 'applies_to_person.type', 'nmdc:PersonValue'],
];

describe('the examples of contract 7.5', () => {
  it.each<[string, Row[], Record<string, unknown>]>([
    [
      'a: plain rows, blanks filled in from above, several values',
      [
        [S, 'update', 'name', 'N2'],
        ['', '', 'description', 'D2'],
        ['', 'insert', 'websites', 'https://b.example.org|https://c.example.org'],
      ],
      {
        name: 'N2',
        description: 'D2',
        websites: ['https://a.example.org', 'https://b.example.org', 'https://c.example.org'],
      },
    ],
    ['b: what is there is not inserted twice', [[S, 'insert item', 'websites', 'https://a.example.org']], {}],
    [
      'c: statements follow the order of the sheet',
      [
        [S, 'update', 'alternative_names', 'p|q'],
        [S, 'insert', 'alternative_names', 'r'],
        [S, 'remove item', 'alternative_names', 'p'],
      ],
      { alternative_names: ['q', 'r'] },
    ],
    ['d: a list of one', [[S, 'set', 'alternative_names', 'solo']], { alternative_names: ['solo'] }],
    [
      'e: a list that is left empty',
      [[S, 'remove items', 'alternative_names', 'x | y']],
      { alternative_names: [] },
    ],
    [
      'f: a field that is dropped',
      [[S, 'remove', 'alternative_names', '']],
      { alternative_names: undefined },
    ],
    ['i: an object that rows fill', creditRows('insert', ''), { has_credit_associations: [credit] }],
    [
      'j: the last row of a variable decides',
      creditRows('update', 'insert'),
      { has_credit_associations: [credit] },
    ],
  ])('%s', (_, rows, changes) => {
    expect(outcomeOf(rows)).toEqual([copyOf({ ...study, ...changes })]);
  });

  it.each<[string, Row[], unknown]>([
    [
      'g: a dotted path keeps the rest',
      [
        [B, 'update', 'depth.has_numeric_value', '2.5'],
        ['', '', 'depth.has_unit', 'm'],
      ],
      { ...depth, has_numeric_value: 2.5 },
    ],
    [
      'h: a variable replaces the whole',
      [
        [B, 'update', 'depth', 'd1'],
        ['d1', '', 'has_numeric_value', '4'],
        ['d1', '', 'has_unit', 'm'],
        ['d1', '', 'type', 'nmdc:QuantityValue'],
      ],
      { has_numeric_value: 4, has_unit: 'm', type: 'nmdc:QuantityValue' },
    ],
  ])('%s', (_, rows, expected) => {
    expect(outcomeOf(rows)).toEqual([{ ...biosample, depth: expected }]);
  });

  it('k, n: the schema refuses a list in place of a text, and a slot of another class', () => {
    expect(outcomeOf([[S, 'update', 'name', 'a|b']])).toEqual([
      { findings: [expect.stringContaining("is not of type 'string'") as string] },
    ]);
    expect(outcomeOf([[S, 'update', 'ph', '7']])).toEqual([
      { findings: [expect.stringContaining("'ph' was unexpected") as string] },
    ]);
  });

  it('m: what is no list takes no insertion, and later statements are not tried', () => {
    const rows: Row[] = [
      [S, 'insert', 'name', 'zz'],
      [S, 'update', 'description', 'd'],
    ];
    expect(outcomeOf(rows)).toEqual([
      { writeError: expect.stringContaining('cannot insert into name') as string, row: 2 },
    ]);
  });
});

const refusal = (rows: Row[]): unknown => {
  try {
    return outcomeOf(rows);
  } catch (thrown) {
    return thrown;
  }
};

describe('what is wrong with a sheet is told with its row and column', () => {
  it.each<[string, Row[], number, string]>([
    ['l: a text where a number should be', [[B, 'update', 'ph', 'acid']], 2, 'value'],
    ['a fraction where a whole number should be', [[S, 'update', 'file_size_bytes', '1.5']], 2, 'value'],
    ['a word where a boolean should be', [[B, 'update', 'embargoed', 'perhaps']], 2, 'value'],
    ['o: a path into a text', [[S, 'update', 'name.foo', 'x']], 2, 'attribute'],
    ['o: an unknown slot', [[S, 'update', 'colour', 'red']], 2, 'attribute'],
    ['an unknown slot of an object', [[B, 'update', 'depth.colour', 'red']], 2, 'attribute'],
    [
      'o: rows of a variable that nothing introduces',
      [
        [S, 'update', 'name', 'n'],
        ['c1', '', 'type', 'x'],
      ],
      3,
      'id',
    ],
    ['an unknown action', [[S, 'upsert', 'name', 'x']], 2, 'action'],
    ['a first row without a document', [['', 'update', 'name', 'x']], 2, 'id'],
    ['a first row without an action', [[S, '', 'name', 'x']], 2, 'action'],
    ['a row without an attribute', [[S, 'update', '', 'x']], 2, 'attribute'],
    [
      'a variable that is introduced twice',
      [
        [B, 'update', 'depth', 'd1'],
        ['d1', '', 'has_unit', 'm'],
        [B, 'update', 'temp', 'd1'],
      ],
      4,
      'value',
    ],
    [
      'a variable inside itself',
      [
        [S, 'update', 'name', 'n'],
        ['v', '', 'applies_to_person', 'v'],
      ],
      3,
      'id',
    ],
    ['a prototype', [[S, 'update', '__proto__.polluted', 'x']], 2, 'attribute'],
    ['a path without end', [[S, 'update', `name${'.name'.repeat(100)}`, 'x']], 2, 'attribute'],
  ])('%s', (_, rows, row, column) => {
    expect(refusal(rows)).toMatchObject({ code: 'invalid-sheet', details: { row, column } });
  });

  it('all faults are told at once', () => {
    const faults = [
      { row: 2, column: 'attribute' },
      { row: 3, column: 'value' },
    ];
    expect(
      refusal([
        [B, 'update', 'colour', 'red'],
        [B, 'update', 'ph', 'acid'],
      ]),
    ).toMatchObject({ details: { row: 2, faults } });
  });
});

describe('what the engine of the reference could not do (D33)', () => {
  it('sets booleans', () => {
    expect(outcomeOf([[B, 'update', 'embargoed', 'True']])).toEqual([{ ...biosample, embargoed: true }]);
    expect(outcomeOf([[B, 'update', 'embargoed', 'false']])).toEqual([{ ...biosample, embargoed: false }]);
  });

  it.each(['NA', 'null', 'None', 'nan', 'N/A'])('takes the value %s for what it says', (name) => {
    expect(outcomeOf([[S, 'update', 'name', name]])).toEqual([{ ...study, name }]);
  });

  it('fills an object inside an object', () => {
    const rows: Row[] = [
      ...creditRows('insert', '').slice(0, 3),
      ['c1', '', 'applies_to_person', 'p1'],
      ['p1', '', 'name', 'Bo'],
      ['p1', '', 'type', 'nmdc:PersonValue'],
    ];
    expect(outcomeOf(rows)).toEqual([{ ...study, has_credit_associations: [credit] }]);
  });

  it('introduces a variable at a dotted attribute', () => {
    const rows: Row[] = [
      [B, 'update', 'env_medium.term', 't1'],
      ['t1', '', 'id', 'ENVO:00002169'],
      ['t1', '', 'type', 'nmdc:OntologyClass'],
    ];
    const env_medium = { ...term, term: { ...term.term, id: 'ENVO:00002169' } };
    expect(outcomeOf(rows)).toEqual([{ ...biosample, env_medium }]);
  });

  it('knows one name of a variable for each document', () => {
    const rows: Row[] = [
      [B, 'update', 'depth', 'v'],
      ['v', '', 'has_unit', 'm'],
      ['v', '', 'type', 'nmdc:QuantityValue'],
      [S, 'update', 'principal_investigator', 'v'],
      ['v', '', 'name', 'Bo'],
      ['v', '', 'type', 'nmdc:PersonValue'],
    ];
    expect(outcomeOf(rows)).toEqual([
      { ...biosample, depth: { has_unit: 'm', type: 'nmdc:QuantityValue' } },
      { ...study, principal_investigator: bo },
    ]);
  });

  it('leaves a text alone that happens to be the name of a variable', () => {
    const rows: Row[] = [
      [B, 'update', 'name', 'd1'],
      [B, 'update', 'depth', 'd1'],
      ['d1', '', 'has_unit', 'm'],
      ['d1', '', 'type', 'nmdc:QuantityValue'],
    ];
    expect(outcomeOf(rows)).toMatchObject([{ name: 'd1', depth: { has_unit: 'm' } }]);
  });

  it('reads a slot as the class of its own document has it, whatever other rows name', () => {
    const rows: Row[] = [
      [B, 'update', 'alternative_identifiers', 'x:1|x:2'],
      [S, 'update', 'part of', S],
    ];
    expect(outcomeOf(rows)).toMatchObject([{ alternative_identifiers: ['x:1', 'x:2'] }, { part_of: [S] }]);
  });
});

describe('row by row', () => {
  it('tells what was and what is, also for rows that fill an object', () => {
    const rows: Row[] = [
      [B, 'update', 'depth', 'd1'],
      ['d1', '', 'has_unit', 'm'],
      ['d1', '', 'type', 'nmdc:QuantityValue'],
      [B, 'set', 'ph', '7'],
    ];
    const { documents } = readSheet(sheetOf(rows), 'csv');
    const items = documents.map(({ packed }) => ({
      id: B,
      collection: 'biosample_set',
      document: biosample,
      packed,
    }));
    const [changed] = changeDocuments(validator, items, 1e6);
    const after = { has_unit: 'm', type: 'nmdc:QuantityValue' };
    expect(changed?.rows).toEqual([
      { row: 2, id: B, action: 'update', attribute: 'depth', before: depth, after },
      { row: 3, id: B, action: 'update', attribute: 'depth.has_unit', before: null, after: 'm' },
      { row: 4, id: B, action: 'update', attribute: 'depth.type', before: null, after: 'nmdc:QuantityValue' },
      { row: 5, id: B, action: 'set', attribute: 'ph', before: 6, after: 7 },
    ]);
    expect(changed?.updates).toEqual([
      { q: { id: B }, u: { $set: { ph: 7 } } },
      { q: { id: B }, u: { $set: { depth: after } } },
    ]);
  });
});
