import { z } from 'zod';
import { metadataDocument } from './metadata';

/** A statement that cannot be carried out; those behind it in the same document were not tried. */
const writeError = z.object({
  index: z.int().describe('Of the statement among `updates`'),
  row: z.int(),
  errmsg: z.string(),
});

/** What a changesheet makes of a document (contract 7.6). */
export const sheetResult = z.object({
  id: z.string(),
  collection: z.string(),
  updates: z.array(z.record(z.string(), z.unknown())),
  doc_before: metadataDocument.nullable(),
  doc_after: metadataDocument.nullable(),
  validation_errors: z.array(z.union([z.string(), writeError])),
});
export type SheetResult = z.infer<typeof sheetResult>;

/** What a row of a changesheet does; null stands for nothing. */
export const rowChange = z.object({
  row: z.int().describe('As spreadsheets count; the header is row 1'),
  id: z.string().describe('Of the document'),
  action: z.string(),
  attribute: z.string().describe('The path of slots, with dots'),
  before: z.unknown(),
  after: z.unknown(),
});

/** What has become of the changesheet that an object holds. */
export const changesheetState = z.object({
  object_id: z.string(),
  state: z.enum(['previewed', 'applied', 'undone']),
  documents: z.int().describe('That were changed'),
  applied_at: z.iso.datetime().nullable(),
  undone_at: z.iso.datetime().nullable(),
  undone_by: z.string().nullable(),
});
export type ChangesheetState = z.infer<typeof changesheetState>;
