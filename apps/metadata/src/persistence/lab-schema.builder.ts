const object = (properties: Record<string, unknown>, required: string[]) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

const PROVENANCE = { provenance_metadata: { type: 'object' } };

/** A schema of a laboratory, for tests: two collections whose documents have ids, and one whose have none. */
export const LAB_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2019-09/schema',
  title: 'Lab',
  type: 'object',
  properties: {
    study_set: { type: 'array', items: { $ref: '#/$defs/Study' } },
    biosample_set: { type: 'array', items: { $ref: '#/$defs/Biosample' } },
    counts_agg: { type: 'array', items: { $ref: '#/$defs/Count' } },
  },
  $defs: {
    Study: object(
      {
        id: { type: 'string', pattern: '^(nmdc):sty-11-[a-z0-9]+$' },
        type: { enum: ['nmdc:Study'] },
        name: { type: ['string', 'null'] },
        ...PROVENANCE,
      },
      ['id', 'type'],
    ),
    Biosample: object(
      {
        id: { type: 'string', pattern: '^(nmdc):bsm-11-[a-z0-9]+$' },
        type: { enum: ['nmdc:Biosample'] },
        name: { type: ['string', 'null'] },
        associated_studies: {
          type: 'array',
          items: { type: 'string', pattern: '^(nmdc):sty-11-[a-z0-9]+$' },
        },
        ...PROVENANCE,
      },
      ['id', 'type', 'associated_studies'],
    ),
    Count: object({ was_generated_by: { type: 'string' }, count: { type: 'integer' } }, ['count']),
  },
};

export const study = (id: string) => ({ id: `nmdc:sty-11-${id}`, type: 'nmdc:Study', name: id });
export const biosample = (id: string, studyId: string) => ({
  id: `nmdc:bsm-11-${id}`,
  type: 'nmdc:Biosample',
  name: id,
  associated_studies: [`nmdc:sty-11-${studyId}`],
});
