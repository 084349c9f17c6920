import { allNamed, classOf, idOf, INTEGER, namedRuns, oneOf, TEXT, TEXTS, versionedIdOf } from './shapes';
import { INSTRUMENTS, STUDIES } from './samples';
import { PROVENANCE } from './values';

const RUNS = ['wfrqc', 'wfmgas', 'wfmgan'];

const generation = (title: string, description: string, more: Record<string, object>, code: string) =>
  classOf(
    title,
    description,
    {
      id: idOf(code, 'omprc'),
      name: TEXT,
      description: TEXT,
      analyte_category: { type: 'string' },
      associated_studies: { ...STUDIES, minItems: 1 },
      has_input: { ...allNamed('bsm'), minItems: 1 },
      has_output: { type: ['array', 'null'], items: idOf('dobj') },
      instrument_used: INSTRUMENTS,
      provenance_metadata: PROVENANCE,
      ...more,
    },
    ['id', 'analyte_category', 'associated_studies', 'has_input'],
  );

const execution = (title: string, description: string, code: string, more: Record<string, object> = {}) =>
  classOf(
    title,
    description,
    {
      id: versionedIdOf(code),
      name: TEXT,
      description: TEXT,
      started_at_time: { type: 'string' },
      ended_at_time: TEXT,
      execution_resource: { type: 'string' },
      processing_institution: oneOf(['NMDC', 'JGI', 'EMSL', 'Battelle']),
      git_url: { type: 'string' },
      version: TEXT,
      was_informed_by: { type: 'array', items: idOf('omprc', 'dgns') },
      has_input: { ...allNamed('dobj'), minItems: 1 },
      has_output: { type: ['array', 'null'], items: idOf('dobj') },
      superseded_by: namedRuns(code),
      qc_status: oneOf(['pass', 'fail']),
      ...more,
    },
    ['id', 'started_at_time', 'execution_resource', 'git_url', 'was_informed_by', 'has_input'],
  );

/** What was measured, what was computed from it, and the files of both. */
export const DATA = {
  DataObject: classOf(
    'DataObject',
    'A file',
    {
      id: idOf('dobj'),
      name: { type: 'string' },
      description: { type: 'string' },
      data_category: oneOf(['instrument_data', 'processed_data', 'workflow_parameter_data']),
      data_object_type: oneOf([
        'Metagenome Raw Reads',
        'Filtered Sequencing Reads',
        'QC Statistics',
        'Assembly Contigs',
        'Functional Annotation GFF',
        'LC-DDA-MS/MS Raw Data',
      ]),
      file_size_bytes: INTEGER,
      md5_checksum: { type: ['string', 'null'], pattern: '^[0-9a-f]{32}$' },
      url: TEXT,
      compression_type: TEXT,
      alternative_identifiers: TEXTS,
      superseded_by: TEXT,
      was_generated_by: {
        type: ['string', 'null'],
        pattern: `${versionedIdOf(...RUNS).pattern}|${idOf('omprc', 'dgms', 'dgns').pattern}`,
      },
    },
    ['id', 'name', 'description'],
  ),
  NucleotideSequencing: generation(
    'NucleotideSequencing',
    'Reading the letters of DNA or RNA',
    {
      gold_sequencing_project_identifiers: TEXTS,
      target_gene: TEXT,
    },
    'dgns',
  ),
  MassSpectrometry: generation(
    'MassSpectrometry',
    'Weighing molecules',
    { eluent_introduction_category: TEXT },
    'dgms',
  ),
  ReadQcAnalysis: execution('ReadQcAnalysis', 'Leaving out what was badly read', 'wfrqc', {
    input_read_count: INTEGER,
    output_read_count: INTEGER,
  }),
  MetagenomeAssembly: execution('MetagenomeAssembly', 'Putting reads together', 'wfmgas', {
    contigs: INTEGER,
  }),
  MetagenomeAnnotation: execution('MetagenomeAnnotation', 'Finding genes and what they do', 'wfmgan'),
  FunctionalAnnotationAggMember: classOf(
    'FunctionalAnnotationAggMember',
    'How often a function was found',
    {
      was_generated_by: versionedIdOf('wfmgan'),
      gene_function_id: { type: 'string', pattern: '^[A-Za-z0-9_.]+:[A-Za-z0-9_.-]+$' },
      count: { type: 'integer', minimum: 0 },
    },
    ['was_generated_by', 'gene_function_id', 'count'],
  ),
} as const;
