/** Parameters of {@link matchingDocuments} before those of its condition. */
export const MATCHING_PARAMETERS = 2;

/** $1 collection, $2 most documents. */
export const matchingDocuments = (condition: string): string => `
select d.key as id, d.version, d.document from documents d
 where d.collection = $1 and (${condition}) order by d.key limit $2`;
