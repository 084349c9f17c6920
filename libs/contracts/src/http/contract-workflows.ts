/** A row of the registry that the contract names, created at midnight UTC of a day. */
export interface SeededEntry {
  readonly id: string;
  readonly created_at: string;
  readonly name: string;
  readonly description: string | null;
}

const entry = (id: string, day: string, name: string, description: string | null = null): SeededEntry => ({
  id,
  created_at: `${day}T00:00:00.000Z`,
  name,
  description,
});

/**
 * The workflows of contract 4, names as they are there (D21). The capabilities of the same section have the same ids,
 * names, descriptions and days, so `jobs` and `sites` both seed from here.
 */
export const CONTRACT_WORKFLOWS: readonly SeededEntry[] = [
  entry('metag-1.0.0', '2021-08-24', 'Metagenome Analysis Workflow (v1.0.0)'),
  entry('readqc-1.0.6', '2021-06-01', 'Reads QC Workflow (v1.0.1)'),
  entry('mags-1.0.4', '2021-06-01', 'Read-based Analysis (v1.0.1)'),
  entry('mgrba-1.0.2', '2021-06-01', 'Read-based Analysis (v1.0.1)'),
  entry('mgasm-1.0.3', '2021-06-01', 'Metagenome Assembly (v1.0.1)'),
  entry('mgann-1.0.0', '2021-06-01', 'Metagenome Annotation (v1.0.0)'),
  entry('mgasmbgen-1.0.1', '2021-06-01', 'Metagenome Assembled Genomes (v1.0.2)'),
  entry('metat-0.0.2', '2021-06-01', 'Metatranscriptome (v0.0.2)'),
  entry('metap-1.0.0', '2021-06-01', 'Metaproteomic (v1.0.0)'),
  entry('metab-2.1.0', '2021-06-01', 'Metabolomics  (v2.1.0)'),
  entry(
    'gold-translation-1.0.0',
    '2021-06-01',
    'GOLD db dump translation',
    'Transform metadata obtained from the JGI GOLD database.',
  ),
  entry('metap-metadata-1.0.0', '2021-06-01', 'metaP metadata ETL', 'Ingest and validate metaP metadata'),
  entry(
    'metadata-in-1.0.0',
    '2021-10-12',
    'general metadata ETL',
    'Validate and ingest metadata from JSON files',
  ),
  entry('test', '2021-09-09', 'A test workflow', 'For use in unit and integration tests'),
  entry('gcms-metab-1.0.0', '2021-09-20', 'GCMS-based metabolomics'),
  entry('nom-1.0.0', '2021-09-20', 'Natural Organic Matter characterization'),
  entry(
    'apply-changesheet-1.0.0',
    '2021-09-30',
    'apply metadata changesheet',
    'Validate and apply metadata changes from TSV/CSV files',
  ),
  entry(
    'export-study-biosamples-as-csv-1.0.0',
    '2022-06-08',
    'export study biosamples metadata as CSV',
    'export study biosamples metadata as CSV',
  ),
  entry(
    'gold_study_to_database',
    '2023-02-17',
    'Get nmdc:Database for GOLD study',
    'For a given GOLD study ID, produce an nmdc:Database representing that study and related entities',
  ),
];
