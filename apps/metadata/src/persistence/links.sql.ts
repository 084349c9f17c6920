/** SQL: of the document under this alias, the slots in this parameter. */
const partOf = (document: string, slots: string): string => `coalesce((
       select jsonb_object_agg(slot, ${document}.document -> slot)
         from unnest(${slots}::text[]) slot where ${document}.document ? slot), '{}')`;

const columns = (slots: string): string =>
  `d.key as id, d.collection, coalesce(d.document ->> 'type', '') as type, ${partOf('d', slots)} as document`;

/** $1 ids, $2 slots. */
export const FIND_LINKING = `select ${columns('$2')} from documents d where d.key = any ($1)`;

/**
 * $1 ids, $2 slots, $3 most documents. Those in which one of the ids stands, each with an id of its own: what has none
 * cannot be linked to.
 */
export const NAMING = `
select ${columns('$2')} from documents d
 where d.texts && texts_of($1::text[]) and d.document ? 'id' limit $3`;
