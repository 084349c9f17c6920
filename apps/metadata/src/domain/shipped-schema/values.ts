import { classOf, many, NUMBER, oneOf, TEXT, TEXTS, one } from './shapes';

/** Classes of what stands inside documents. */
export const VALUES = {
  QuantityValue: classOf(
    'QuantityValue',
    'A number with its unit, such as a depth',
    {
      has_numeric_value: NUMBER,
      has_minimum_numeric_value: NUMBER,
      has_maximum_numeric_value: NUMBER,
      has_raw_value: TEXT,
      has_unit: { type: 'string' },
    },
    ['has_unit'],
  ),
  GeolocationValue: classOf(
    'GeolocationValue',
    'A place on the earth, in degrees',
    {
      latitude: { type: 'number', minimum: -90, maximum: 90 },
      longitude: { type: 'number', minimum: -180, maximum: 180 },
      has_raw_value: TEXT,
    },
    ['latitude', 'longitude'],
  ),
  TimestampValue: classOf('TimestampValue', 'A point in time, as it was written down', {
    has_raw_value: TEXT,
  }),
  OntologyClass: classOf(
    'OntologyClass',
    'A term of an ontology',
    {
      id: { type: 'string', pattern: '^[a-zA-Z0-9][a-zA-Z0-9_\\.]+:[a-zA-Z0-9_][a-zA-Z0-9_\\-\\/\\.,]*$' },
      name: TEXT,
    },
    ['id'],
  ),
  ControlledIdentifiedTermValue: classOf(
    'ControlledIdentifiedTermValue',
    'A value that is a term',
    {
      has_raw_value: TEXT,
      term: { $ref: '#/$defs/OntologyClass' },
    },
    ['term'],
  ),
  PersonValue: classOf('PersonValue', 'A person', { name: TEXT, email: TEXT, orcid: TEXT, websites: TEXTS }),
  CreditAssociation: {
    ...classOf(
      'Association',
      'What a person did for a study',
      {
        applied_roles: {
          type: 'array',
          items: {
            type: 'string',
            enum: ['Investigation', 'Software', 'Data curation', 'Resources', 'Supervision'],
          },
        },
        applies_to_person: { $ref: '#/$defs/PersonValue' },
      },
      ['applied_roles', 'applies_to_person'],
      'prov',
    ),
    title: 'CreditAssociation',
  },
  ProvenanceMetadata: classOf(
    'ProvenanceMetadata',
    'When a document was added and changed; kept by the runtime',
    {
      add_date: TEXT,
      mod_date: TEXT,
      git_url: TEXT,
      version: TEXT,
    },
  ),
  Doi: classOf(
    'Doi',
    'A digital identifier of a work',
    {
      doi_value: { type: 'string', pattern: '^doi:10\\.\\d{2,9}/.+$' },
      doi_category: oneOf(['award_doi', 'dataset_doi', 'publication_doi', 'data_management_plan_doi']),
    },
    ['doi_value', 'doi_category'],
  ),
} as const;

export const CREDITS = many('CreditAssociation');
export const PROVENANCE = one('ProvenanceMetadata');
