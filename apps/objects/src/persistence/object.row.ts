import type { StoredObject } from '@callboard/contracts';

/** A row as {@link objectColumns} selects it. */
export interface ObjectRow {
  id: string;
  document: Record<string, unknown>;
  types: string[];
  manager: string;
  version: number;
  created_at: Date;
  stored: boolean;
}

/** SQL: the columns of an {@link ObjectRow}, of an object under this alias. */
export const objectColumns = (object: string): string =>
  ['id', 'document', 'types', 'manager', 'version', 'created_at', 'stored']
    .map((column) => `${object}.${column}`)
    .join(', ');

/** What an object costs in a reply besides its document and types. */
const ENVELOPE_BYTES = 400;

/** SQL: bytes of an object in a reply, without its types. */
export const bareBytes = (object: string): string => `${object}.document_bytes + ${ENVELOPE_BYTES}`;

/** SQL: bytes of an object in a reply. */
export const replyBytes = (object: string): string =>
  `${bareBytes(object)} + octet_length(array_to_string(${object}.types, '","'))`;

export function objectOf(row: ObjectRow): StoredObject {
  const { id, document, types, manager, version, stored } = row;
  return { id, document, types, manager, version, created_at: row.created_at.toISOString(), stored };
}

export const byId = (rows: readonly ObjectRow[]): Map<string, StoredObject> =>
  new Map(rows.map((row) => [row.id, objectOf(row)]));
