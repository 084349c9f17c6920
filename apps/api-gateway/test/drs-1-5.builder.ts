/**
 * The shapes of replies as the OpenAPI document of GA4GH DRS 1.5.0 has them, and service-info 1.0.0, with nothing beside
 * what it names: what is checked by these was not written by whoever wrote our contracts.
 */

const text = { type: 'string' };
const texts = { type: 'array', items: text };
const time = { type: 'string', format: 'date-time' };
const whole = { type: 'integer' };

const object = (
  properties: Record<string, unknown>,
  required: readonly string[] = [],
): Record<string, unknown> => ({ type: 'object', properties, required, additionalProperties: false });

const Checksum = object({ checksum: text, type: text }, ['checksum', 'type']);
const AccessURL = object({ url: text, headers: texts }, ['url']);
const Authorizations = object({
  drs_object_id: text,
  supported_types: {
    type: 'array',
    items: { enum: ['None', 'BasicAuth', 'BearerAuth', 'PassportAuth'] },
  },
  passport_auth_issuers: texts,
  bearer_auth_issuers: texts,
});

const AccessMethod = {
  ...object(
    {
      type: { enum: ['s3', 'gs', 'ftp', 'gsiftp', 'globus', 'htsget', 'https', 'file'] },
      access_url: AccessURL,
      access_id: text,
      cloud: text,
      region: text,
      available: { type: 'boolean' },
      authorizations: Authorizations,
    },
    ['type'],
  ),
  anyOf: [{ required: ['access_url'] }, { required: ['access_id'] }],
};

const ContentsObject = object(
  {
    name: text,
    id: text,
    drs_uri: texts,
    contents: { type: 'array', items: { $ref: '#/$defs/ContentsObject' } },
  },
  ['name'],
);

const DrsObject = object(
  {
    id: text,
    name: text,
    self_uri: { type: 'string', pattern: '^drs://[^/]+/[A-Za-z0-9.\\-_~]+$' },
    size: { type: 'integer', format: 'int64' },
    created_time: time,
    updated_time: time,
    version: text,
    mime_type: text,
    checksums: { type: 'array', minItems: 1, items: Checksum },
    access_methods: { type: 'array', minItems: 1, items: AccessMethod },
    contents: { type: 'array', items: { $ref: '#/$defs/ContentsObject' } },
    description: text,
    aliases: texts,
  },
  ['id', 'self_uri', 'size', 'created_time', 'checksums'],
);

const summary = object({ requested: whole, resolved: whole, unresolved: whole });
const unresolved_drs_objects = {
  type: 'array',
  items: object({ error_code: whole, object_ids: texts }),
};
const bulk = (items: object, name = 'resolved_drs_object') =>
  object({ summary, unresolved_drs_objects, [name]: { type: 'array', items } });

const BulkAccessURL = object({ drs_object_id: text, drs_access_id: text, url: text, headers: texts }, [
  'url',
]);

const ServiceInfo = {
  ...object(
    {
      id: text,
      name: text,
      type: object({ group: text, artifact: { const: 'drs' }, version: text }, [
        'group',
        'artifact',
        'version',
      ]),
      description: text,
      organization: object({ name: text, url: { type: 'string', format: 'uri' } }, ['name', 'url']),
      contactUrl: { type: 'string', format: 'uri' },
      documentationUrl: { type: 'string', format: 'uri' },
      createdAt: time,
      updatedAt: time,
      environment: text,
      version: text,
      maxBulkRequestLength: whole,
      drs: object({ maxBulkRequestLength: whole, objectCount: whole, totalObjectSize: whole }, [
        'maxBulkRequestLength',
      ]),
    },
    ['id', 'name', 'type', 'organization', 'version', 'maxBulkRequestLength'],
  ),
};

/** By what a reply is about. */
export const DRS_SHAPES = {
  object: DrsObject,
  authorizations: Authorizations,
  access: AccessURL,
  objects: bulk(DrsObject),
  manyAuthorizations: bulk(Authorizations),
  accesses: bulk(BulkAccessURL, 'resolved_drs_object_access_urls'),
  serviceInfo: ServiceInfo,
  error: object({ msg: text, status_code: whole }, ['msg', 'status_code']),
} as const;

/** What these refer to. */
export const DRS_DEFINITIONS = { ContentsObject };
