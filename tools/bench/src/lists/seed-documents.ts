import type { Client } from 'pg';

/** So many documents come of one run of a workflow. */
export const OUTPUTS = 5;
export const TYPES = [
  'Metagenome Raw Reads',
  'Filtered Sequencing Reads',
  'QC Statistics',
  'Assembly Contigs',
  'Functional Annotation GFF',
] as const;
/** One document in so many is of a type that is rare. */
const RARE = 20_000;
export const RARE_TYPE = 'LC-DDA-MS/MS Raw Data';

/** Numbers begin high, so that nothing else of a run of the bench has the same ids. */
export const dataObject = (n: number): string => `nmdc:dobj-11-bench${n}`;
export const execution = (n: number): string => `nmdc:wfrqc-11-bench${n}.1`;
export const generation = (n: number): string => `nmdc:dgns-11-bench${n}`;

const TYPE = `case when n % ${RARE} = 0 then '${RARE_TYPE}'
  else (array[${TYPES.map((type) => `'${type}'`).join(', ')}])[1 + n % ${TYPES.length}] end`;

const DATA_OBJECT = `jsonb_build_object(
  'id', 'nmdc:dobj-11-bench' || n, 'type', 'nmdc:DataObject', 'name', 'bench_' || n || '_reads.fastq.gz',
  'description', 'Reads number ' || n || ' of the bench, as they came from the machine, with all their adapters',
  'data_category', 'processed_data', 'data_object_type', ${TYPE}, 'file_size_bytes', n::bigint * 1000,
  'md5_checksum', md5(n::text), 'url', 'https://data.example.org/bench/' || n / ${OUTPUTS} || '/reads_' || n || '.fastq.gz',
  'was_generated_by', 'nmdc:wfrqc-11-bench' || n / ${OUTPUTS} || '.1')`;

const EXECUTION = `jsonb_build_object(
  'id', 'nmdc:wfrqc-11-bench' || n || '.1', 'type', 'nmdc:ReadQcAnalysis', 'name', 'run ' || n,
  'git_url', 'https://git.example.org/reads-qc', 'version', 'v1.0.' || n % 7,
  'started_at_time', '2026-01-02T03:04:05Z', 'ended_at_time', '2026-01-02T04:04:05Z', 'execution_resource', 'NERSC-Perlmutter',
  'was_informed_by', jsonb_build_array('nmdc:dgns-11-bench' || n / 2), 'has_input', jsonb_build_array('nmdc:dobj-11-raw' || n),
  'has_output', (select jsonb_agg('nmdc:dobj-11-bench' || n * ${OUTPUTS} + i) from generate_series(0, ${OUTPUTS - 1}) i))`;

const GENERATION = `jsonb_build_object(
  'id', 'nmdc:dgns-11-bench' || n, 'type', 'nmdc:NucleotideSequencing', 'name', 'sequencing ' || n,
  'analyte_category', (array['metagenome', 'metatranscriptome'])[1 + n % 2],
  'associated_studies', '["nmdc:sty-11-bench"]'::jsonb, 'has_input', jsonb_build_array('nmdc:bsm-11-bench' || n))`;

const STUDY = `jsonb_build_object('id', 'nmdc:sty-11-bench', 'type', 'nmdc:Study', 'study_category', 'research_study')`;

/** So many data objects, with the runs and sequencings that they came of, as the service would have kept them. */
export async function seedDocuments(database: Client, documents: number): Promise<void> {
  await database.query('set search_path = metadata');
  // An index is built at once in a fifth of the time that it takes to grow.
  const { rows } = await database.query<{ indexdef: string }>(
    `select indexdef from pg_indexes where schemaname = 'metadata' and indexname = 'documents_by_text'`,
  );
  await database.query('drop index documents_by_text');
  const executions = Math.ceil(documents / OUTPUTS);
  for (const [collection, document, count] of [
    ['study_set', STUDY, 1],
    ['data_generation_set', GENERATION, Math.ceil(executions / 2)],
    ['workflow_execution_set', EXECUTION, executions],
    ['data_object_set', DATA_OBJECT, documents],
  ] as const)
    await database.query(
      `insert into documents (key, collection, document)
       select d ->> 'id', $1, d from generate_series(0, $2::int - 1) n, lateral (select ${document}) x(d)`,
      [collection, count],
    );
  for (const { indexdef } of rows) await database.query(indexdef);
  await database.query('vacuum analyze documents');
}
