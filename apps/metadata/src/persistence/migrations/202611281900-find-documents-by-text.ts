import type { MigrationInterface, QueryRunner } from 'typeorm';

/*
 * What is asked of documents is nearly always a text at some place: the type of a data object, the repository of a
 * workflow, the id of what a document was made from. One index answers all of these, whatever the schema says: of the
 * texts that stand anywhere in a document. It finds a few documents too many (a text may stand elsewhere in them), and
 * the filter itself decides. It also finds who names a document, which linked instances are walked by.
 *
 * The texts are kept as numbers of 8 bytes: an index of the texts themselves is three times as large. They are a column
 * that PostgreSQL derives, so that no writer can forget it, and reading a collection in the order of its keys need not
 * derive them again. Texts are kept up to the 300 characters that an id may have; longer ones are descriptions, which
 * nobody asks for as a whole.
 */
const UP = `
create function texts_of(texts text[]) returns bigint[] language sql immutable parallel safe
return array(select hashtextextended(t, 0) from unnest(texts) t);

create function texts_in(document jsonb) returns bigint[] language sql immutable parallel safe
return array(
  select hashtextextended(t #>> '{}', 0)
    from jsonb_path_query(document, 'strict $.** ? (@.type() == "string")') t
   where length(t #>> '{}') <= 300
);

alter table documents add column texts bigint[] generated always as (texts_in(document)) stored;
comment on column documents.texts is 'the texts that stand in the document, hashed; for the index';
create index documents_by_text on documents using gin (texts);
`;

const DOWN = `
alter table documents drop column texts;
drop function texts_in, texts_of;
`;

/** Documents are found by the texts that stand in them. */
export class FindDocumentsByText1795892400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}
