import { allNamed, BOOLEAN, classOf, idOf, many, NUMBER, one, oneOf, TEXT, TEXTS } from './shapes';
import { CREDITS, PROVENANCE } from './values';

/** Studies, what was sampled for them, and the instruments that measured it. */
export const SAMPLES = {
  Study: classOf(
    'Study',
    'What a group of samples was taken and measured for',
    {
      id: idOf('sty'),
      name: TEXT,
      title: TEXT,
      description: TEXT,
      objective: TEXT,
      study_category: oneOf(['research_study', 'consortium']),
      websites: TEXTS,
      alternative_names: TEXTS,
      alternative_identifiers: TEXTS,
      associated_dois: many('Doi'),
      principal_investigator: one('PersonValue'),
      has_credit_associations: CREDITS,
      part_of: { type: ['array', 'null'], items: idOf('sty') },
      provenance_metadata: PROVENANCE,
    },
    ['id', 'study_category'],
  ),
  Biosample: classOf(
    'Biosample',
    'Material that was taken from one place at one time',
    {
      id: idOf('bsm'),
      name: TEXT,
      description: TEXT,
      associated_studies: { ...allNamed('sty'), minItems: 1 },
      env_broad_scale: { $ref: '#/$defs/ControlledIdentifiedTermValue' },
      env_local_scale: { $ref: '#/$defs/ControlledIdentifiedTermValue' },
      env_medium: { $ref: '#/$defs/ControlledIdentifiedTermValue' },
      collection_date: one('TimestampValue'),
      lat_lon: one('GeolocationValue'),
      depth: one('QuantityValue'),
      temp: one('QuantityValue'),
      ph: NUMBER,
      samp_name: TEXT,
      alternative_identifiers: TEXTS,
      embargoed: BOOLEAN,
      provenance_metadata: PROVENANCE,
    },
    ['id', 'associated_studies', 'env_broad_scale', 'env_local_scale', 'env_medium'],
  ),
  Instrument: classOf(
    'Instrument',
    'A machine that measures',
    {
      id: idOf('inst'),
      name: TEXT,
      vendor: oneOf(['illumina', 'pacbio', 'thermo_fisher', 'agilent_technologies', 'waters', 'bruker']),
      model: TEXT,
    },
    ['id'],
  ),
} as const;

export const INSTRUMENTS = { type: ['array', 'null'], items: idOf('inst') };
export const STUDIES = allNamed('sty');
