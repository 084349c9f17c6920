import type { QueryField, QuerySource } from '@callboard/document-query';

const inDocument = (name: string): QueryField => ({ sql: `o.document -> '${name}'`, kind: 'json' });

/** Checked and brought to one form when the object was registered. */
const dateInDocument = (name: string): QueryField => ({
  sql: `(o.document ->> '${name}')::timestamptz`,
  kind: 'date',
  nullable: true,
});

const PLAIN = [
  ...['checksums', 'size', 'access_methods', 'contents', 'aliases'],
  ...['description', 'mime_type', 'name', 'version'],
];

/**
 * What can be asked of objects (contract 3.6): the fields that clients see, and none besides (D14). `self_uri` is not
 * among them, as it is made where it is shown.
 */
export const OBJECT_FIELDS: QuerySource = {
  fields: {
    id: { sql: 'o.id', kind: 'text' },
    types: { sql: 'to_jsonb(o.types)', kind: 'json' },
    _mgr_site: { sql: 'o.manager', kind: 'text' },
    created_time: dateInDocument('created_time'),
    updated_time: dateInDocument('updated_time'),
    ...Object.fromEntries(PLAIN.map((name) => [name, inDocument(name)])),
  },
};
