import { z } from 'zod';
import { defineRequest } from '../envelope';
import { AFTER_THE_END } from '../events/operations';
import {
  collectionName,
  collectionResult,
  documentChange,
  findings,
  metadataDocument,
} from '../http/metadata';
import { inTail, BATCH_LIMIT, idSchema, listInput, listText } from '../replies';

/** Most bytes of the documents of one submission (design 4, "Sizes"). */
export const SUBMISSION_BYTES = 256 * 1024 * 1024;
/** Most bytes of one document. */
export const DOCUMENT_BYTES = 4 * 1024 * 1024;
/** Most documents of one submission. */
export const SUBMISSION_DOCUMENTS = 1_000_000;

export const submissionId = z
  .uuid()
  .describe('Chosen by whoever submits; the documents staged under it belong to them');
/** A batch may wait for others at the thread that validates; a submission has up to a million documents. */
const PATIENCE = { batch: 40_000, whole: 120_000 };
const FENCED = [...AFTER_THE_END, 'operation-superseded'] as const;

export const stageDocuments = defineRequest('metadata', 'stage-documents', {
  patienceMs: PATIENCE.batch,
  about:
    'Keeps documents of a submission aside and holds each against the active schema. Batches are numbered from 0; a ' +
    'repeat of the last one changes nothing. What is not checked or applied within an hour is removed.',
  refusals: ['forbidden', 'bad-request', 'submission-lost', 'too-large', 'validation-too-slow'],
  input: z.object({
    submission_id: submissionId,
    n: z.int().nonnegative().max(SUBMISSION_DOCUMENTS),
    items: z
      .array(
        z.object({
          collection: z.string().max(300),
          place: z.int().nonnegative().describe('In its collection, from 0'),
          document: z.unknown().describe('An object; anything else is a finding'),
        }),
      )
      .max(BATCH_LIMIT),
    collections: z
      .array(z.object({ name: z.string().max(300), is_list: z.boolean() }))
      .max(BATCH_LIMIT)
      .default([])
      .describe('Collections that this batch mentions for the first time, also those without documents'),
  }),
  output: z.object({ documents: z.int(), findings: z.int() }),
  forSites: true,
});

export const checkSubmission = defineRequest('metadata', 'check-submission', {
  patienceMs: PATIENCE.whole,
  about:
    'Says what is wrong with all that was staged: by the schema, twice the same id, two biosamples of one name in a ' +
    'study, and references to what is neither here nor in the submission (contract 6.2). Findings are cut off at 1,000.',
  refusals: ['forbidden', 'submission-lost'],
  input: z.object({ submission_id: submissionId, references: z.boolean().default(true) }),
  output: z.object({
    valid: z.boolean(),
    documents: z.int(),
    findings,
    more: z.int().describe('Findings not told'),
  }),
  forSites: true,
});

export const applySubmission = defineRequest('metadata', 'apply-submission', {
  patienceMs: PATIENCE.whole,
  about:
    'Makes the staged documents those of their collections, all or none: what has an id that is known replaces it ' +
    '(contract 6.4). Checks them once more, with the documents as they are at the commit. One effect for a job: a later ' +
    'attempt is told of the first.',
  refusals: ['forbidden', 'submission-lost', 'schema-changed', 'invalid-metadata', ...FENCED],
  input: z.object({ submission_id: submissionId, operation_id: idSchema }),
  output: z.object({ results: z.record(z.string(), collectionResult) }),
  forSites: true,
});

export const discardSubmission = defineRequest('metadata', 'discard-submission', {
  about: 'Removes what was staged; repeating it is harmless.',
  refusals: ['forbidden'],
  input: z.object({ submission_id: submissionId }),
  output: z.object({}),
  forSites: true,
});

export const listDocuments = defineRequest('metadata', 'list-documents', {
  about: 'A page of the documents of a collection.',
  refusals: ['unknown-collection', 'query-too-slow'],
  input: listInput.extend({ collection: collectionName, ...inTail }),
  output: z.object({
    documents: z.array(z.object({ key: z.string(), document: metadataDocument })),
    ...listText,
    more: z.boolean(),
  }),
  forSites: true,
});

export const countDocuments = defineRequest('metadata', 'count-documents', {
  about:
    'How many documents are in each collection that has any, with their bytes, as of a minute ago at most.',
  refusals: ['query-too-slow'],
  input: z.object({}),
  output: z.object({
    collections: z.array(z.object({ collection: z.string(), documents: z.int(), size_bytes: z.int() })),
  }),
});

export const getDocument = defineRequest('metadata', 'get-document', {
  about: 'One document by its id, in whichever collection, or in the one that is named.',
  refusals: ['not-found', 'unknown-collection'],
  input: z.object({ id: idSchema, collection: collectionName.optional() }),
  output: z.object({ collection: z.string(), version: z.int(), document: metadataDocument }),
  forSites: true,
});

export const getDocumentHistory = defineRequest('metadata', 'get-document-history', {
  about: 'The changes of a document, oldest first.',
  refusals: ['not-found'],
  input: z.object({
    id: idSchema,
    after: z.int().nonnegative().default(0).describe('`version` of the last change of the page before'),
    limit: z.int().min(1).max(100),
  }),
  output: z.object({ items: z.array(documentChange), more: z.boolean() }),
});
