import { compileFilter, parseFilter } from '@callboard/document-query';
import { Database, FREELY_PLANNED } from '@callboard/persistence';
import { testDatabase, type TestDatabase } from '@callboard/testing';
import { Client } from 'pg';
import { ANYTHING } from './document-fields';
import { PAGE_PARAMETERS, pageOfDocuments } from './documents.sql';
import { COUNT_PARAMETERS, countFound } from './finds.sql';
import { FIND_LINKING, NAMING } from './links.sql';
import { migrations } from './migrations';
import { PostgresDocumentsStore } from './postgres-documents-store';
import { compileForDocuments } from './way-to-documents';

const DOCUMENTS = 30_000;
/** What the worker asks for (contract 8.2), on documents of which some are alike and some are not. */
const EXECUTION = `jsonb_build_object(
  'id', 'nmdc:wfrqc-11-' || n || '.1', 'type', 'nmdc:ReadQcAnalysis', 'name', 'reads of ' || n,
  'git_url', 'https://git.example.org/' || case when n % 10000 = 0 then 'rare' else 'usual' end,
  'was_informed_by', jsonb_build_array('nmdc:omprc-11-' || n), 'analyte_category', (array['metagenome', 'metatranscriptome'])[1 + n % 2],
  'has_input', jsonb_build_array('nmdc:dobj-11-' || n), 'has_output', jsonb_build_array('nmdc:dobj-11-out' || n))`;

let place: TestDatabase;
let admin: Client;
let database: Database;

beforeAll(async () => {
  place = await testDatabase([{ service: 'metadata', migrations }]);
  admin = new Client({ connectionString: place.adminUrl });
  await admin.connect();
  await admin.query('set search_path = metadata');
  await admin.query(
    `insert into documents (key, collection, document)
     select d ->> 'id', 'workflow_execution_set', d from generate_series(1, $1::int) n, lateral (select ${EXECUTION}) x(d)`,
    [DOCUMENTS],
  );
  await admin.query('vacuum analyze documents');
  database = await Database.open({ url: place.url('metadata'), service: 'metadata', migrations });
}, 60_000);
afterAll(async () => {
  await database?.close();
  await admin?.end();
  await place?.drop();
});

interface Node {
  'Index Name'?: string;
  Plans?: Node[];
}

/** Names of the indexes of the plan that a login of the service gets; `settings` as its statement is sent. */
async function indexesOf(sql: string, parameters: unknown[], settings: string[]): Promise<string[]> {
  const service = new Client({ connectionString: place.url('metadata') });
  await service.connect();
  try {
    await service.query('begin');
    for (const each of settings) await service.query(each);
    const { rows } = await service.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(
      `explain (format json) ${sql}`,
      parameters,
    );
    const names = (node: Node): string[] => [
      ...(node['Index Name'] === undefined ? [] : [node['Index Name']]),
      ...(node.Plans ?? []).flatMap(names),
    ];
    return rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => names(Plan)));
  } finally {
    await service.end();
  }
}

const ids = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => `nmdc:${name}-11-${1 + n * Math.floor(DOCUMENTS / count)}`);
const executions = ids('wfrqc', 500).map((id) => `${id}.1`);

/** Filters of the worker, the index that answers each, and how many documents there are. */
const FILTERS: [string, unknown, RegExp, number][] = [
  ['ids', { id: { $in: executions } }, /^documents_(pkey|of_collection)$/, 500],
  ['who was informed by a list', { was_informed_by: ['nmdc:omprc-11-77'] }, /^documents_by_text$/, 1],
  [
    'who was informed by one of 500',
    { was_informed_by: { $in: ids('omprc', 500) } },
    /^documents_by_text$/,
    500,
  ],
  [
    'the same of a type that all have',
    { was_informed_by: { $in: ids('omprc', 500) }, type: 'nmdc:ReadQcAnalysis' },
    /^documents_by_text$/,
    500,
  ],
  ['whose output something is', { has_output: 'nmdc:dobj-11-out77' }, /^documents_by_text$/, 1],
  ['whose input something is', { has_input: { $in: ['nmdc:dobj-11-77', 'x'] } }, /^documents_by_text$/, 1],
  [
    'a rare repository',
    { git_url: 'https://git.example.org/rare', type: 'nmdc:ReadQcAnalysis' },
    /^documents_by_text$/,
    3,
  ],
  ['what nothing holds', { analyte_category: { $in: ['nothing', 'none'] } }, /^documents_by_text$/, 0],
  ['what half of them hold', { analyte_category: 'metagenome' }, /^documents_(pkey|of_collection)$/, 1000],
];

describe('filters of the worker (contract 8.2)', () => {
  it.each(FILTERS)('find %s by an index, and those alone', async (_, filter, index, count) => {
    const text = JSON.stringify(filter);
    const { sql, values, way } = await compileForDocuments(parseFilter(text), PAGE_PARAMETERS, database);
    const statement = pageOfDocuments(sql, way);
    const parameters = ['workflow_execution_set', '', 1000, ...values];
    const used = await indexesOf(statement, parameters, [FREELY_PLANNED]);
    expect(used).toEqual([expect.stringMatching(index)]);
    const found = await new PostgresDocumentsStore(database).page('workflow_execution_set', {
      limit: 1000,
      filter: text,
    });
    expect(found.texts).toHaveLength(count);
  });

  it('are counted by the index as well', async () => {
    const text = JSON.stringify({ was_informed_by: { $in: ids('omprc', 500) } });
    const { sql, values, way } = await compileForDocuments(parseFilter(text), COUNT_PARAMETERS, database);
    const statement = countFound(sql, way);
    const used = await indexesOf(statement, [['workflow_execution_set'], ...values], [FREELY_PLANNED]);
    expect(used).toEqual(['documents_by_text']);
  });

  it('would read the whole collection if rare texts were not asked for beforehand', async () => {
    const text = JSON.stringify({ was_informed_by: { $in: ids('omprc', 500) } });
    const { sql, values } = compileFilter(text, ANYTHING, PAGE_PARAMETERS);
    const statement = pageOfDocuments(sql, 'in order');
    const used = await indexesOf(statement, ['workflow_execution_set', '', 100, ...values], [FREELY_PLANNED]);
    expect(used).not.toContain('documents_by_text');
  });
});

describe('linked documents', () => {
  it('are found by index: those that are named, and those that name', async () => {
    const slots = ['type', 'has_input'];
    expect(await indexesOf(FIND_LINKING, [executions, slots], [])).toEqual(['documents_pkey']);
    expect(await indexesOf(NAMING, [ids('dobj', 500), slots, 20_001], [])).toEqual(['documents_by_text']);
  });
});
