import { DATA } from './data';
import { SAMPLES } from './samples';
import { many } from './shapes';
import { VALUES } from './values';

/**
 * The schema that everything runs with out of the box: the classes that clients of the field know, each with its most
 * important slots. Another one, such as that of a whole programme, is installed over HTTP.
 */
export const SHIPPED_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Callboard metadata',
  version: '1.0.0',
  type: 'object',
  properties: {
    study_set: many('Study'),
    biosample_set: many('Biosample'),
    instrument_set: many('Instrument'),
    data_generation_set: many('NucleotideSequencing', 'MassSpectrometry'),
    workflow_execution_set: many('ReadQcAnalysis', 'MetagenomeAssembly', 'MetagenomeAnnotation'),
    data_object_set: many('DataObject'),
    functional_annotation_agg: many('FunctionalAnnotationAggMember'),
  },
  additionalProperties: false,
  $defs: { ...VALUES, ...SAMPLES, ...DATA },
} as const;
