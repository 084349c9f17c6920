import type { JsonSchema } from '@callboard/contracts';

/** Values that look like the real ones, by the name of the field. They are shown wherever such a field is. */
export const NAMES = {
  ids: ['sys0k3v9m2x7q1zt58'],
  job_id: 'sys0h2c5r8w4n6yd31',
  job_ids: ['sys0h2c5r8w4n6yd31'],
  operation_id: 'sys0q7e1t9m3b5kf20',
  object_id: 'sys0k3v9m2x7q1zt58',
  site_id: 'NERSC',
  offered_to: 'NERSC',
  manager: 'NERSC',
  client_id: 'sys0a4d6g8j1l3px97',
  client_secret: 'shown-once',
  subject: 'client:sys0a4d6g8j1l3px97',
  revoked_after: 'client:sys0a4d6g8j1l3px97',
  workflow_id: 'count-colonies-1.0.0',
  workflow: { id: 'count-colonies-1.0.0' },
  config: { object_id: 'sys0k3v9m2x7q1zt58' },
  document: { name: 'reads.fastq', size: 4 },
  metadata: { pages_read: 1 },
  result: { pages: 2 },
  object_type_id: 'plate-scan',
  trigger_id: 'plate-scan--count-colonies-1.0.0',
  types: ['plate-scan'],
  added_types: ['plate-scan'],
  removed_types: [],
  capability_ids: ['gpu'],
  claimant: 'worker-1',
  attempt: 1,
  lease_ms: 60_000,
  version: 2,
  username: 'ada',
  usernames: ['ada'],
  password: 'a-long-password',
  hashed_password: '$2b$12$an.example.of.a.bcrypt.hash.of.no.secret.at.all......',
  hashed_secret: '$2b$12$an.example.of.a.bcrypt.hash.of.no.secret.at.all......',
  action: '/admin/site_clients',
  access_token: 'eyJhbGciOiJFZERTQSJ9…',
  expires: { days: 1, hours: 0, minutes: 0 },
  keys: [{ kid: 'k1', kty: 'OKP', crv: 'Ed25519' }],
  until: 1_767_409_445,
  upload_id: '0f8b3c1e-5a7d-4f21',
  bytes: 'QUNHVA==',
  received_bytes: 4,
  size: 4,
  name: 'plate-7',
  site_admin: ['NERSC'],
  mime_type: 'text/plain',
  checksums: [
    { type: 'sha256', checksum: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' },
  ],
  access_methods: [{ type: 'https', access_url: { url: 'https://data.example.org/reads.fastq' } }],
  filter: '{"workflow.id": "count-colonies-1.0.0"}',
  limit: 100,
  reason: 'no longer needed',
  code: 'operation-expired',
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
};

/** Ids by what they belong to. */
const IDS: Record<string, string> = {
  job: NAMES.job_id,
  operation: NAMES.operation_id,
  workflow: NAMES.workflow_id,
  trigger: NAMES.trigger_id,
  object_type: NAMES.object_type_id,
  capability: 'gpu',
  site: NAMES.site_id,
};

const TIME = '2026-01-02T03:04:05.678Z';
const UUID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const BY_FORMAT: Record<string, unknown> = {
  'date-time': TIME,
  base64: NAMES.bytes,
  uuid: UUID,
  uri: 'https://example.org',
};

/** Fields that may be left out and say little in an example. */
const LEFT_OUT = new Set(['description', 'version', 'client_address', 'code', 'name', 'filter']);
const NULL = new Set(['outcome', 'email', 'full_name', 'expires_at', 'description']);
const FALSE = new Set(['done', 'disabled', 'more', 'paused']);

/**
 * A value that has the shape of a schema. Fields that may be left out are there when they have a name of {@link NAMES}.
 * `of` says whose shape it is, such as `jobs` or `claim-jobs`; ids are of that kind.
 */
export function sampleOf(schema: JsonSchema, of: string, name = ''): unknown {
  if (schema.const !== undefined) return schema.const;
  if (NULL.has(name) && mayBeNull(schema)) return null;
  if (Array.isArray(schema.enum)) return schema.enum[0] as unknown;
  if (isOfUuids(schema)) return plainSample(schema, of, name);
  if (name === 'id') return IDS[kindOf(of)] ?? NAMES.object_id;
  if (name in NAMES && schema.type !== 'boolean') return NAMES[name as keyof typeof NAMES];
  const [choice] = choicesOf(schema);
  return choice === undefined ? plainSample(schema, of, name) : sampleOf(choice, of, name);
}

function plainSample(schema: JsonSchema, of: string, name: string): unknown {
  const [type] = [schema.type].flat();
  switch (type) {
    case 'object':
      return objectOf(schema, of);
    case 'array':
      return [sampleOf(schema.items as JsonSchema, of)];
    case 'string':
      return BY_FORMAT[String(schema.format)] ?? (/_at$|time$/.test(name) ? TIME : 'text');
    case 'integer':
    case 'number':
      return Math.max(1, Number(schema.minimum ?? 1));
    case 'boolean':
      return !FALSE.has(name);
    default:
      return {};
  }
}

function objectOf(schema: JsonSchema, of: string): Record<string, unknown> {
  const properties = (schema.properties ?? {}) as Record<string, JsonSchema>;
  const required = new Set((schema.required ?? []) as string[]);
  const shown = Object.entries(properties).filter(
    ([name]) => required.has(name) || (name in NAMES && !LEFT_OUT.has(name)),
  );
  // What names a thing of its kind beside its own id (a firing its trigger) is something else.
  const own = `${kindOf(of)}_id` in properties ? '' : of;
  return Object.fromEntries(
    shown.map(([name, member]) => [name, sampleOf(member, kindOf(name) in IDS ? name : own, name)]),
  );
}

/** Ids that the database makes look otherwise than those of things. */
const isOfUuids = ({ format, items }: JsonSchema): boolean =>
  format === 'uuid' || (items as JsonSchema | undefined)?.format === 'uuid';

const choicesOf = (schema: JsonSchema): JsonSchema[] => (schema.anyOf ?? schema.oneOf ?? []) as JsonSchema[];

const mayBeNull = (schema: JsonSchema): boolean =>
  [schema.type].flat().includes('null') || choicesOf(schema).some(({ type }) => type === 'null');

/** `job` of `jobs` and of `claim-jobs`; `object_type` of `create-object-type`. */
function kindOf(name: string): string {
  const words = name.replace(/ies$/, 'y').replace(/s$/, '').split('-');
  const last = words.slice(-2).join('_');
  return last in IDS ? last : (words.at(-1) ?? '');
}
