import type { Json } from './caller';

/** Documents of one run of the kit, few and small, each valid by the schema; ids bear a part of the run's mark. */
export interface Documents {
  readonly ids: Readonly<
    Record<'study' | 'biosample' | 'generation' | 'raw' | 'execution' | 'reads', string>
  >;
  readonly study: Json;
  /** What the worker finds before it starts: a study, a sample, its sequencing and the raw reads. */
  readonly submission: Json;
  /** What the worker brings back: an execution and its output. */
  readonly results: Json;
}

const term = (id: string): Json => ({
  type: 'nmdc:ControlledIdentifiedTermValue',
  term: { id, type: 'nmdc:OntologyClass' },
});

export function documentsOf(mark: string): Documents {
  const blade = mark.slice(-8);
  const id = (typecode: string): string => `nmdc:${typecode}-00-${blade}`;
  const ids = {
    study: id('sty'),
    biosample: id('bsm'),
    generation: id('dgns'),
    raw: `${id('dobj')}0`,
    execution: `${id('wfrqc')}.1`,
    reads: `${id('dobj')}1`,
  };
  const study = {
    id: ids.study,
    type: 'nmdc:Study',
    name: `A study made by ${mark}`,
    study_category: 'research_study',
  };
  return { ids, study, submission: submissionOf(mark, ids, study), results: resultsOf(mark, ids) };
}

function submissionOf(mark: string, ids: Documents['ids'], study: Json): Json {
  const biosample = {
    id: ids.biosample,
    type: 'nmdc:Biosample',
    name: `A sample made by ${mark}`,
    associated_studies: [ids.study],
    env_broad_scale: term('ENVO:00002030'),
    env_local_scale: term('ENVO:00002169'),
    env_medium: term('ENVO:00005792'),
  };
  const generation = {
    id: ids.generation,
    type: 'nmdc:NucleotideSequencing',
    name: `Sequencing made by ${mark}`,
    analyte_category: 'metagenome',
    associated_studies: [ids.study],
    has_input: [ids.biosample],
    has_output: [ids.raw],
  };
  return {
    study_set: [study],
    biosample_set: [biosample],
    data_generation_set: [generation],
    data_object_set: [dataObject(ids.raw, `${mark}.fastq.gz`, 'instrument_data', 'Metagenome Raw Reads')],
  };
}

function resultsOf(mark: string, ids: Documents['ids']): Json {
  const execution = {
    id: ids.execution,
    type: 'nmdc:ReadQcAnalysis',
    name: `Read QC made by ${mark}`,
    started_at_time: '2026-01-02T03:04:05Z',
    ended_at_time: '2026-01-02T04:04:05Z',
    execution_resource: 'NERSC-Perlmutter',
    processing_institution: 'NMDC',
    git_url: `https://git.example.org/${mark}`,
    version: 'v1.0.28',
    was_informed_by: [ids.generation],
    has_input: [ids.raw],
    has_output: [ids.reads],
  };
  return {
    data_object_set: [
      dataObject(ids.reads, `${mark}.filtered.fastq.gz`, 'processed_data', 'Filtered Sequencing Reads'),
    ],
    workflow_execution_set: [execution],
  };
}

const dataObject = (id: string, name: string, data_category: string, data_object_type: string): Json => ({
  id,
  type: 'nmdc:DataObject',
  name,
  description: name,
  data_category,
  data_object_type,
  file_size_bytes: 719,
});
