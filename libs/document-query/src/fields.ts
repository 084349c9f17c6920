/** How the values of a field are compared. `json` holds any value, objects and arrays too. */
export type FieldKind = 'text' | 'number' | 'boolean' | 'date' | 'json';

/** A field of a listed document, and where its value comes from. */
export interface QueryField {
  /** An SQL expression of the type that `kind` says: text, a number, boolean, timestamptz, jsonb. */
  readonly sql: string;
  readonly kind: FieldKind;
  /** SQL null means that the field is absent. `json` may always be. */
  readonly nullable?: true;
  /** Of a `json` field: which texts stand anywhere in it, where an index knows that. */
  readonly texts?: TextsOfDocument;
}

/** The texts of a document as an index has them: what a filter asks for is looked up there before the document is read. */
export interface TextsOfDocument {
  /** An SQL expression: an array of whatever stands for the texts. */
  readonly sql: string;
  /** SQL that makes such an array of this expression, a `text[]`. */
  readonly of: (texts: string) => string;
  /** Most characters of the texts that are kept there. */
  readonly longest: number;
}

/**
 * What may be asked of the documents of one list. A dotted name, such as `workflow.id`, goes before the field above it.
 * Whatever is not named here is not there for a filter, whatever the table may hold (contract D14).
 */
export interface QuerySource {
  readonly fields: Readonly<Record<string, QueryField>>;
  /** Where every other name leads: to a document that is open as a whole. */
  readonly otherwise?: QueryField;
  /** Conditions on documents, as filters, of which a cheaper SQL condition is known to say the same. */
  readonly equivalents?: readonly { readonly filter: string; readonly sql: string }[];
}

/** Where a path leads: to a field and on into its value. */
export interface Resolved {
  readonly field: QueryField;
  readonly rest: readonly string[];
}

/** The longest declared name that the path begins with. Undefined when there is none. */
export function resolve(path: readonly string[], source: QuerySource): Resolved | undefined {
  const { fields, otherwise } = source;
  for (let length = path.length; length > 0; length -= 1) {
    const name = path.slice(0, length).join('.');
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field) return { field, rest: path.slice(length) };
  }
  return otherwise && { field: otherwise, rest: path };
}

/** The names of fields that hold dates, for texts of refusals. */
export function dateFields({ fields }: QuerySource): string[] {
  return Object.keys(fields).filter((name) => fields[name]?.kind === 'date');
}
