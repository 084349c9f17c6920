/** The schema that is shipped. */
export const SHIPPED_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Small',
  type: 'object',
  properties: {
    study_set: { type: 'array', items: { $ref: '#/$defs/Study' } },
    sample_set: { type: ['array', 'null'], items: { $ref: '#/$defs/Sample' } },
  },
  $defs: {
    Study: {
      type: 'object',
      properties: {
        id: { type: 'string', pattern: '^x:sty-[0-9]+$' },
        type: { const: 'x:Study' },
        name: { type: ['string', 'null'] },
      },
      required: ['id', 'type'],
      additionalProperties: false,
    },
    Sample: {
      type: 'object',
      properties: {
        id: { type: 'string', pattern: '^x:smp-[0-9]+$' },
        type: { const: 'x:Sample' },
        part_of: { type: 'array', items: { type: 'string', pattern: '^x:sty-[0-9]+$' } },
        depth: { type: ['number', 'null'] },
      },
      required: ['id', 'type'],
      additionalProperties: false,
    },
  },
};
