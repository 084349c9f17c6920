import type { DrsObject, DrsObjectWithTypes, RawObject, StoredObject } from '@callboard/contracts';

type Document = Record<string, unknown>;

const FIELDS = [
  'access_methods',
  'contents',
  'aliases',
  'description',
  'mime_type',
  'name',
  'updated_time',
  'version',
];

/** SET: the fields that were sent, and the id (contract 0, "Null handling"). `host` is the outside one. */
export function setObject({ id, document }: StoredObject, host: string): DrsObject {
  return { ...document, id, self_uri: `drs://${host}/${id}` } as DrsObject;
}

/** RAW: as it is stored, with its types and the site that manages it. */
export function rawObject(object: StoredObject, host: string): RawObject {
  return { ...setObject(object, host), types: object.types, _mgr_site: object.manager };
}

/** FULL: every field of the shape, absent ones as null, in access methods and contents too. */
export function fullObject(object: StoredObject, host: string): DrsObject {
  const absent = Object.fromEntries(FIELDS.map((field) => [field, null]));
  const full = { ...absent, ...setObject(object, host) };
  return {
    ...full,
    access_methods: full.access_methods?.map(fullMethod) ?? null,
    contents: fullContents(full.contents),
  } as DrsObject;
}

export function fullObjectWithTypes(object: StoredObject, host: string): DrsObjectWithTypes {
  return { ...fullObject(object, host), types: object.types };
}

function fullMethod(method: Document): Document {
  const url = method.access_url as Document | null | undefined;
  const access_url = url == null ? null : { headers: null, ...url };
  return { access_id: null, region: null, ...method, access_url };
}

function fullContents(contents: unknown): unknown {
  if (!Array.isArray(contents)) return null;
  return contents.map((entry: Document) => ({
    id: null,
    drs_uri: null,
    ...entry,
    contents: fullContents(entry.contents),
  }));
}
