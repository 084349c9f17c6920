/** First version of a document: that after its removal, if there was one of this key before. */
export const firstVersionOf = (key: string): string =>
  `(select coalesce(max(past.version), 0) + 1 from document_history past where past.key = ${key})`;

/** $1 keys, $2 who. All are removed at one time: that of the reply is that of every event. */
export const REMOVE_DOCUMENTS = `
with removed as (
  delete from documents where key = any ($1) returning key, collection, version + 1 as version, document
), noted as (
  insert into document_history (key, version, who, before) select key, version, $2, document from removed
)
select key as id, collection, version, (select clock_timestamp()) as "removedAt" from removed order by key`;
