/** Parameters of {@link matchingDocuments} before those of its condition. */
export const MATCHING_PARAMETERS = 2;

/** $1 collection, $2 most documents. */
export const matchingDocuments = (condition: string): string => `
select d.key as id, d.version, d.document from documents d
 where d.collection = $1 and (${condition}) order by d.key limit $2`;

/** Most documents that are looked at more closely; a removal is refused by the first that refers to what goes. */
const MOST_MENTIONING = 1_000;

/** $1 keys of documents that are to go. Those that stay and hold one of them as a text, wherever. */
export const MENTIONING = `
select d.key, d.collection, d.document from documents d
 where d.key <> all ($1)
   and exists (select from jsonb_path_query(d.document, 'strict $.**') v
                where jsonb_typeof(v) = 'string' and v #>> '{}' = any ($1))
 order by d.key limit ${MOST_MENTIONING}`;
