import { type Bench, databaseOf } from '../place/bench';
import type { Row } from '../report/row';
import { type ListScenario, timesOf } from './list-times';
import {
  dataObject,
  execution,
  generation,
  OUTPUTS,
  RARE_TYPE,
  seedDocuments,
  TYPES,
} from './seed-documents';

const DOCUMENTS = 1_000_000;
/** Ids that a filter names, as the worker sends them (contract 8.2). */
const IDS = 500;

const LIST = '/nmdcschema/data_object_set';
const RUNS = '/nmdcschema/workflow_execution_set';
const LINKED = '/nmdcschema/linked_instances';
const BY_KEYS = 'select document::text from documents where key = any ($1)';
const FIRST = 'select document::text from documents where collection = $1 order by key limit $2';

const filter = (asked: object, size: number): Record<string, string> => ({
  filter: JSON.stringify(asked),
  max_page_size: String(size),
});

function scenarios(documents: number): ListScenario[] {
  const some = Array.from({ length: IDS }, (_, n) => Math.floor((n * documents) / IDS));
  const ids = some.map(dataObject);
  const runs = some.map((n) => execution(Math.floor(n / OUTPUTS)));
  const informants = some.map((n) => generation(Math.floor(n / OUTPUTS / 2)));
  const one = Math.floor(documents / 2);
  const first = (collection: string, count: number) => ({ bare: FIRST, parameters: [collection, count] });
  const byKeys = (keys: string[]) => ({ bare: BY_KEYS, parameters: [keys] });
  return [
    { name: `${IDS} ids`, runs: 100, path: LIST, query: filter({ id: { $in: ids } }, 1000), ...byKeys(ids) },
    {
      name: 'two types of five, 1,000',
      runs: 50,
      path: LIST,
      query: filter({ data_object_type: { $in: TYPES.slice(0, 2) } }, 1000),
      ...first('data_object_set', 1000),
    },
    {
      name: 'a rare type',
      runs: 50,
      path: LIST,
      query: filter({ data_object_type: { $in: [RARE_TYPE] } }, 1000),
      ...first('data_object_set', 50),
    },
    {
      name: `who came of ${IDS} runs`,
      runs: 20,
      path: LIST,
      query: filter({ was_generated_by: { $in: runs } }, 1000),
      ...first('data_object_set', 1000),
    },
    {
      name: `who was informed by ${IDS}`,
      runs: 20,
      path: RUNS,
      query: filter({ was_informed_by: { $in: informants } }, 1000),
      ...first('workflow_execution_set', 1000),
    },
    {
      name: 'who was informed by one, of a type',
      runs: 100,
      path: RUNS,
      query: {
        ...filter({ was_informed_by: [generation(7)], type: 'nmdc:ReadQcAnalysis' }, 100),
        projection: '"id, started_at_time"',
      },
      ...byKeys([execution(14), execution(15)]),
    },
    {
      name: 'a page of 10,000',
      runs: 10,
      path: LIST,
      query: { max_page_size: '10000' },
      ...first('data_object_set', 10_001),
    },
    {
      name: 'of one data object',
      runs: 100,
      path: LINKED,
      query: { ids: dataObject(one) },
      ...byKeys([dataObject(one)]),
    },
    {
      name: 'of 100 data objects, whole',
      runs: 20,
      path: LINKED,
      query: [
        ...ids.slice(0, 100).map((id): [string, string] => ['ids', id]),
        ['hydrate', 'true'],
        ['max_page_size', '10000'],
      ],
      ...byKeys(ids.slice(0, 100)),
    },
  ];
}

/** Lists and links of documents, where there are a million data objects. */
export async function documentLists(bench: Bench): Promise<Row[]> {
  const database = databaseOf(bench);
  const documents = bench.count(DOCUMENTS);
  bench.say(`${documents} documents are loaded`);
  const began = performance.now();
  await seedDocuments(database, documents);
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  const figures: Row[] = [
    {
      what: `${documents} data objects and what they came of are loaded`,
      count: documents,
      note: `${seconds} s`,
    },
  ];
  for (const scenario of scenarios(documents)) {
    bench.say(scenario.name);
    figures.push(await timesOf(bench, scenario));
  }
  await database.query('reset search_path');
  return figures;
}
