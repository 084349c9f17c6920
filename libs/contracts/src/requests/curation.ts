import { z } from 'zod';
import { defineRequest } from '../envelope';
import { metadataDocument } from '../http/metadata';
import { BATCH_LIMIT } from '../replies';
import { submissionId } from './metadata';

/** Most reasons that are told of one collection. */
export const REASONS_TOLD = 20;

const counts = z.record(z.string(), z.int().nonnegative());
const place = z
  .int()
  .nonnegative()
  .max(2_147_483_647)
  .describe('In its collection, from 0, as it was staged');

/** Why a document was dropped; without a place, why a whole collection was. */
export const droppedDocument = z.object({
  collection: z.string(),
  place: place.nullable(),
  id: z.string().nullable(),
  reason: z.string(),
});
export type DroppedDocument = z.infer<typeof droppedDocument>;

/** What became of a submission that was curated. */
export const curation = z.object({
  kept: counts.describe('Documents by collection'),
  dropped: counts.describe(
    'Documents by collection; those of collections that the schema lacks are not staged',
  ),
  reasons: z.array(droppedDocument).describe(`The first ${REASONS_TOLD} of each collection`),
});
export type Curation = z.infer<typeof curation>;

export const curateSubmission = defineRequest('metadata', 'curate-submission', {
  about:
    'Drops from what was staged whatever makes it invalid: documents that the schema refuses, ids that stand there ' +
    'twice (the first stays) or in another collection already, second biosamples of a name in a study, and documents ' +
    'that name what is missing or was dropped, until nothing changes. A repeat gives the same; a further batch undoes that.',
  refusals: ['forbidden', 'submission-lost', 'schema-changed', 'too-large'],
  input: z.object({ submission_id: submissionId }),
  output: curation,
  forSites: true,
});

export const listStagedDocuments = defineRequest('metadata', 'list-staged-documents', {
  about: 'A page of what is staged, by collection and place, for whoever staged it.',
  refusals: ['forbidden', 'submission-lost'],
  input: z.object({
    submission_id: submissionId,
    after: z
      .object({ collection: z.string().max(300), place })
      .optional()
      .describe('The last document of the page before'),
    limit: z.int().min(1).max(BATCH_LIMIT).describe('A page may be shorter, as replies stay small'),
  }),
  output: z.object({
    items: z.array(z.object({ collection: z.string(), place, document: metadataDocument })),
    more: z.boolean(),
  }),
  forSites: true,
});
