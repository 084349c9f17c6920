import { z } from 'zod';
import { defineRequest } from '../envelope';
import { FIND_GROUPS, FIND_PAGE, FIND_SKIP, findGroup, LINKED_DOCUMENTS, LINKED_IDS } from '../http/finds';
import { collectionName } from '../http/metadata';
import { BATCH_LIMIT, idSchema, itemText, listInput } from '../replies';

const { filter, after } = listInput.shape;
const attribute = z.string().min(1).max(500).describe('A dotted name, such as `depth.has_numeric_value`');
const collections = z.array(collectionName).min(1).max(200);
const texts = z
  .array(itemText)
  .describe('Fewer than were asked for where they would grow too large; the first always fits');

export const searchDocuments = defineRequest('metadata', 'search-documents', {
  patienceMs: 12_000,
  about:
    'Documents of some collections that a filter matches, in an order and from a place of it, or by ascending id.',
  refusals: ['unknown-collection', 'query-too-slow'],
  input: z.object({
    collections,
    filter,
    sort: z
      .array(z.object({ attribute, descending: z.boolean() }))
      .max(5)
      .default([])
      .describe('What has no value comes before numbers, and numbers before texts; then by id'),
    after: after.describe('Only those of greater ids; for lists without another order'),
    skip: z
      .int()
      .min(0)
      .max(FIND_SKIP + FIND_PAGE)
      .default(0),
    limit: z.int().min(1).max(FIND_PAGE),
  }),
  output: z.object({ texts, more: z.boolean() }),
});

export const summarizeDocuments = defineRequest('metadata', 'summarize-documents', {
  patienceMs: 12_000,
  about:
    'How many documents of some collections a filter matches, and how many have each value of an attribute.',
  refusals: ['unknown-collection', 'query-too-slow'],
  input: z.object({ collections, filter, group_by: attribute.optional() }),
  output: z.object({
    count: z.int(),
    groups: z.array(findGroup).describe(`The largest first, at most ${FIND_GROUPS}`),
  }),
});

export const getDocuments = defineRequest('metadata', 'get-documents', {
  about: 'The documents of these ids that exist, by ascending id.',
  input: z.object({ ids: z.array(idSchema).min(1).max(BATCH_LIMIT) }),
  output: z.object({ texts }),
});

/** A document that is linked to given ones. */
export const link = z.object({
  id: z.string(),
  type: z.string(),
  upstream_of: z.array(z.string()).describe('Given ones that came of it'),
  downstream_of: z.array(z.string()).describe('Given ones that it came of'),
});
export type Link = z.infer<typeof link>;

export const listLinks = defineRequest('metadata', 'list-links', {
  patienceMs: 20_000,
  about:
    'The documents that given ones came of, and those that came of them, directly or over others, by ascending id. ' +
    `More than ${LINKED_DOCUMENTS} are refused.`,
  refusals: ['not-found', 'bad-request'],
  input: z.object({
    ids: z.array(idSchema).min(1).max(LINKED_IDS),
    types: z
      .array(z.string().max(200))
      .max(50)
      .optional()
      .describe('Only those of these classes, or of classes that have all that these have'),
    after: idSchema.optional(),
    limit: z.int().min(1).max(LINKED_DOCUMENTS),
  }),
  output: z.object({
    links: z.array(link).describe('Fewer than were asked for where they would grow too large'),
    more: z.boolean(),
  }),
});
