import { z } from 'zod';
import { idSchema } from '../replies';
import { metadataDocument } from './metadata';

/** Most documents of one page of a find, and the last one that a page can begin after (contract 2.8). */
export const FIND_PAGE = 2000;
export const FIND_SKIP = 10_000;

/** The value that begins the cursor mode of a find. */
export const FIRST_CURSOR = '*';

/** Most groups that a find tells of. */
export const FIND_GROUPS = 200;

/** How many documents have a value of the attribute by which a find is grouped. */
export const findGroup = z.object({ key: z.unknown(), count: z.int() });
export type FindGroup = z.infer<typeof findGroup>;

/** What a find was, and how much it found (contract 1.3). */
export const findMeta = z.object({
  mongo_filter_dict: z.record(z.string(), z.unknown()).describe('The filter, in the language of lists'),
  mongo_sort_list: z.array(z.tuple([z.string(), z.union([z.literal(1), z.literal(-1)])])).nullable(),
  count: z.int().describe('Of all that match'),
  db_response_time_ms: z.int(),
  page: z.int().nullable().describe('Null in cursor mode'),
  per_page: z.int(),
  fields: z.string().optional(),
  next_cursor: z.string().nullable().optional().describe('In cursor mode; null at the end'),
});
export type FindMeta = z.infer<typeof findMeta>;

/** The reply of a find (contract 1.3). */
export const findReply = z.object({
  meta: findMeta,
  results: z.array(metadataDocument),
  group_by: z.array(findGroup),
});

/** Most ids that linked documents are asked for of, and most documents that are linked to them. */
export const LINKED_IDS = 200;
export const LINKED_DOCUMENTS = 10_000;

/** A document that others lead to, directly or over further ones. */
export const linkedDocument = z.object({
  id: z.string(),
  type: z.string(),
  _upstream_of: z.array(idSchema).optional().describe('Those that were asked for and came of it'),
  _downstream_of: z.array(idSchema).optional().describe('Those that were asked for and it came of'),
});
export type LinkedDocument = z.infer<typeof linkedDocument>;
