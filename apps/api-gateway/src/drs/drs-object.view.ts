import type {
  ContentsObject,
  DrsAccessMethod,
  DrsAccessUrl,
  DrsDocument,
  StoredObject,
} from '@callboard/contracts';
import { setObject } from '../objects/object.view';

/** An address as objects state it (contract 1.1). */
interface StatedUrl {
  url: string;
  headers?: Record<string, string> | null;
}

type StatedMethod = {
  type: DrsAccessMethod['type'];
  access_id?: string | null;
  access_url?: StatedUrl | null;
  region?: string | null;
};

/** An object as DRS 1.5 tells it; `contents` in place of those that it states. */
export function drsDocumentOf(
  object: StoredObject,
  host: string,
  contents = ownContents(object),
): DrsDocument {
  const { access_methods: _, contents: __, ...stated } = setObject(object, host);
  const methods = methodsOf(object);
  return {
    ...(withoutNulls(stated) as DrsDocument),
    // The specification wants one at least, or none of the field.
    ...(methods.length > 0 && { access_methods: methods }),
    ...(contents !== undefined && { contents }),
  };
}

/** The contents of a bundle; undefined for a blob, which states none. */
export function contentsOf({ document }: StoredObject): ContentsObject[] | undefined {
  const { contents } = document;
  return Array.isArray(contents) ? (contents as ContentsObject[]) : undefined;
}

/** What stands in a bundle itself. What a nested one holds is shown only if there is no other way to it. */
function ownContents(object: StoredObject): ContentsObject[] | undefined {
  return contentsOf(object)?.map((entry) => {
    const { contents, ...own } = entryOf(entry);
    return own.id === undefined && contents != null ? { ...own, contents } : own;
  });
}

/** An entry without nulls, in itself and in what it holds. */
export function entryOf({ contents, ...entry }: ContentsObject): ContentsObject {
  const own = withoutNulls(entry) as ContentsObject;
  return contents == null ? own : { ...own, contents: contents.map(entryOf) };
}

export function drsAccessUrlOf({ url, headers }: StatedUrl): DrsAccessUrl {
  const told = Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}`);
  return told.length === 0 ? { url } : { url, headers: told };
}

/** Bytes that are kept here can be had, also where the object does not say so. */
function methodsOf({ id, stored, document }: StoredObject): DrsAccessMethod[] {
  const stated = Array.isArray(document['access_methods'])
    ? (document['access_methods'] as StatedMethod[])
    : [];
  const methods = stated.map(methodOf);
  if (!stored || methods.some(({ access_id }) => access_id === id)) return methods;
  const open = { supported_types: ['None' as const] };
  return [...methods, { type: 'https', access_id: id, available: true, authorizations: open }];
}

function methodOf({ type, access_url, access_id, region }: StatedMethod): DrsAccessMethod {
  return {
    type,
    ...(access_url != null && { access_url: drsAccessUrlOf(access_url) }),
    ...(access_id != null && { access_id }),
    ...(region != null && { region }),
  };
}

const withoutNulls = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null));
