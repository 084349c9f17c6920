/**
 * What the specification of OpenLineage 2-0-2 demands of a run event, and of the facets that are made here: required
 * fields and formats.
 */
const text = { type: 'string' };
const uri = { type: 'string', format: 'uri' };
const uuid = { type: 'string', format: 'uuid' };

const object = (properties: Record<string, object>, required = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
});

const ofFacet = (properties: Record<string, object> = {}) =>
  object({ _producer: uri, _schemaURL: uri, ...properties });

const facets = (known: Record<string, object>) => ({
  type: 'object',
  properties: known,
  additionalProperties: ofFacet(),
});

const namedJob = object({ namespace: text, name: text });

const datasets = {
  type: 'array',
  items: object({ namespace: text, name: text, facets: facets({}) }, ['namespace', 'name']),
};

export const RUN_EVENT_RULES = object(
  {
    eventType: { enum: ['START', 'RUNNING', 'COMPLETE', 'ABORT', 'FAIL', 'OTHER'] },
    eventTime: { type: 'string', format: 'date-time' },
    producer: uri,
    schemaURL: uri,
    run: object(
      {
        runId: uuid,
        facets: facets({
          parent: ofFacet({ run: object({ runId: uuid }), job: namedJob }),
          errorMessage: ofFacet({ message: text, programmingLanguage: text }),
        }),
      },
      ['runId'],
    ),
    job: object(
      {
        namespace: text,
        name: text,
        facets: facets({ jobType: ofFacet({ processingType: text, integration: text }) }),
      },
      ['namespace', 'name'],
    ),
    inputs: datasets,
    outputs: datasets,
  },
  ['eventTime', 'producer', 'schemaURL', 'run', 'job'],
);
