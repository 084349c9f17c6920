import { z } from 'zod';

/** Name of a collection of the schema, such as `biosample_set`. */
export const collectionName = z
  .string()
  .max(100)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of a collection, such as biosample_set');

/** A document of a collection, as it is kept. */
export const metadataDocument = z.record(z.string(), z.unknown());
export type MetadataDocument = z.infer<typeof metadataDocument>;

/** Texts of what is wrong, by collection; one that was looked at without a finding has none (contract 6.2). */
export const findings = z.record(z.string(), z.array(z.string()));
export type Findings = z.infer<typeof findings>;

/** One change of a document. */
export const documentChange = z.object({
  version: z.int().positive().describe('Of the document, from this change on'),
  at: z.iso.datetime(),
  who: z.string().describe('Such as `site:nmdc-runtime`'),
  operation_id: z.string().nullable(),
  job_id: z.string().nullable(),
  before: metadataDocument.nullable().describe('Null when it was made'),
  after: metadataDocument.nullable().describe('Null when it was removed'),
});
export type DocumentChange = z.infer<typeof documentChange>;

/** What became of the documents of one collection (contract 6.4, step 6). */
export const collectionResult = z.object({
  writeErrors: z.array(z.unknown()),
  writeConcernErrors: z.array(z.unknown()),
  nInserted: z.int(),
  nUpserted: z.int(),
  nMatched: z.int(),
  nModified: z.int(),
  nRemoved: z.int(),
});
export type CollectionResult = z.infer<typeof collectionResult>;

/** How much a collection holds, in the words of the store of the reference. */
export const collectionStats = z.object({
  ns: z.string().describe('`nmdc.` and the name of the collection'),
  storageStats: z.object({
    count: z.int(),
    size: z.int().describe('Bytes of all documents, as they are stored'),
    avgObjSize: z.number(),
    scaleFactor: z.literal(1),
  }),
});
export type CollectionStats = z.infer<typeof collectionStats>;

/** A version of the schema. */
export const schemaVersion = z.object({
  version: z.int().positive(),
  title: z.string(),
  digest: z.string().describe('sha256 of the schema as it was installed'),
  collections: z.array(z.string()),
  installed_at: z.iso.datetime(),
  installed_by: z.string(),
  active: z.boolean(),
});
export type SchemaVersion = z.infer<typeof schemaVersion>;

/** A class whose ids can be minted (contract 2.8). */
export const typecode = z.object({
  id: z.string().describe('Such as `nmdc:Biosample_typecode`'),
  schema_class: z.string().describe('Such as `nmdc:Biosample`'),
  name: z.string().describe('Such as `bsm`'),
});
export type Typecode = z.infer<typeof typecode>;
