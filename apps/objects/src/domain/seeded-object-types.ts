/** An object type that is registered at boot. */
export interface SeededObjectType {
  readonly id: string;
  readonly createdAt: string;
  readonly name: string;
  readonly description: string | null;
}

const entry = (
  id: string,
  day: string,
  name: string,
  description: string | null = null,
): SeededObjectType => ({ id, createdAt: `${day}T00:00:00.000Z`, name, description });

/** All six bear one name in the registry that clients know (contract D21). */
const ACTIVITY_SETS = [
  'read_qc_analysis_activity_set',
  'metagenome_sequencing_activity_set',
  'mags_activity_set',
  'metagenome_annotation_activity_set',
  'metagenome_assembly_set',
  'read_based_taxonomy_analysis_activity_set',
];

/** The collections of the metadata schema 11.21.0 whose names end in `_set`. */
const SCHEMA_SETS = [
  'biosample_set',
  'calibration_set',
  'collecting_biosamples_from_site_set',
  'configuration_set',
  'data_generation_set',
  'data_object_set',
  'field_research_site_set',
  'functional_annotation_set',
  'genome_feature_set',
  'instrument_set',
  'manifest_set',
  'material_processing_set',
  'organism_sample_set',
  'organism_set',
  'processed_sample_set',
  'storage_process_set',
  'study_set',
  'workflow_execution_set',
];

/** The registry of contract 4, texts copied as they are, and the type of the demo. */
export const SEEDED_OBJECT_TYPES: readonly SeededObjectType[] = [
  ...ACTIVITY_SETS.map((id) => entry(id, '2021-09-14', 'metaP analysis activity')),
  entry('metadata-in', '2021-06-01', 'metadata submission', 'Input to the portal ETL process'),
  entry(
    'metaproteomics_analysis_activity_set',
    '2021-08-23',
    'metaP analysis activity',
    'JSON documents satisfying schema for metaproteomics analysis activity',
  ),
  entry(
    'metagenome_raw_paired_end_reads',
    '2021-08-24',
    'Metagenome Raw Paired-End Reads Workflow Input',
    'workflow input',
  ),
  entry(
    'metatranscriptome_raw_paired_end_reads',
    '2021-09-07',
    'Metatranscriptome Raw Paired-End Reads Workflow Input',
    'workflow input 2',
  ),
  entry('gcms-metab-input', '2021-09-07', 'Raw GCMS MetaB Input', ''),
  entry('gcms-metab-calibration', '2021-09-07', 'Raw GCMS MetaB Calibration', ''),
  entry('nom-input', '2021-09-07', 'Raw FTMS MetaB Input', ''),
  entry('test', '2021-09-07', 'A test object type', 'For use in unit and integration tests'),
  entry(
    'metadata-changesheet',
    '2021-09-30',
    'metadata changesheet',
    'Specification for changes to existing metadata',
  ),
  ...SCHEMA_SETS.map((id) => entry(id, '2021-09-14', id)),
  entry('schema#/definitions/Database', '2021-09-14', 'Bundle of one or more metadata `*_set`s.'),
  entry('sequence-reads', '2026-11-23', 'Sequence reads', 'FASTA or FASTQ file, plain or gzipped'),
];
