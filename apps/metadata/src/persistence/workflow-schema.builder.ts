const text = { type: 'string' };
const texts = { type: 'array', items: text };
const idOf = (typecode: string) => ({ type: 'string', pattern: `^(nmdc):${typecode}-11-[a-z0-9]+$` });
const ids = (typecode: string) => ({ type: 'array', items: idOf(typecode) });

const classOf = (typecode: string, type: string, properties: Record<string, unknown>) => ({
  type: 'object',
  properties: { id: idOf(typecode), type: { enum: [type] }, ...properties },
  required: ['id', 'type'],
  additionalProperties: false,
});

const CLASSES = {
  DataObject: classOf('dobj', 'nmdc:DataObject', {
    name: text,
    in_manifest: texts,
    file_size_bytes: { type: 'integer' },
    notes: { type: 'array', items: { type: 'object' } },
  }),
  DataGeneration: classOf('dgns', 'nmdc:NucleotideSequencing', {
    has_output: ids('dobj'),
    name: text,
    provenance_metadata: { type: 'object' },
  }),
  ReadQc: classOf('wfrqc', 'nmdc:ReadQcAnalysis', { was_informed_by: ids('dgns'), name: text }),
  Count: { type: 'object', properties: { count: { type: 'integer' } }, required: ['count'] },
};

const listOf = (name: keyof typeof CLASSES) => ({ type: 'array', items: { $ref: `#/$defs/${name}` } });

/** A schema of what workflows read and write, for tests of queries. */
export const WORKFLOW_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2019-09/schema',
  title: 'Workflows',
  type: 'object',
  properties: {
    data_object_set: listOf('DataObject'),
    data_generation_set: listOf('DataGeneration'),
    workflow_execution_set: listOf('ReadQc'),
    counts_agg: listOf('Count'),
  },
  $defs: CLASSES,
};

export const dataObject = (id: string, more: Record<string, unknown> = {}) => ({
  id: `nmdc:dobj-11-${id}`,
  type: 'nmdc:DataObject',
  name: id,
  ...more,
});
export const dataGeneration = (id: string, outputs: readonly string[]) => ({
  id: `nmdc:dgns-11-${id}`,
  type: 'nmdc:NucleotideSequencing',
  has_output: outputs.map((output) => `nmdc:dobj-11-${output}`),
});
export const workflowExecution = (id: string, informedBy: string) => ({
  id: `nmdc:wfrqc-11-${id}`,
  type: 'nmdc:ReadQcAnalysis',
  was_informed_by: [`nmdc:dgns-11-${informedBy}`],
});
