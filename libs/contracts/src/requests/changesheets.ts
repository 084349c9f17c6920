import { z } from 'zod';
import { defineRequest } from '../envelope';
import { AFTER_THE_END } from '../events/operations';
import { changesheetState, rowChange, sheetResult } from '../http/changesheets';
import { idSchema } from '../replies';
import { CHUNK_BYTES } from './objects';

/** Most bytes of a changesheet. */
export const SHEET_BYTES = 16 * 1024 * 1024;
/** Most rows of a changesheet, beside its header. */
export const SHEET_ROWS = 100_000;
/** Most rows of a changesheet about one document. */
export const SHEET_ROWS_OF_DOCUMENT = 10_000;
/** Bytes of documents and rows that a preview tells at most; the rest is counted. */
export const PREVIEW_BYTES = 8 * 1024 * 1024;

const FENCED = [...AFTER_THE_END, 'operation-superseded'] as const;

const sheetId = z.uuid().describe('Chosen by whoever stages the sheet; it belongs to them');
const sheetFormat = z.enum(['csv', 'tsv']);

export const stageSheet = defineRequest('metadata', 'stage-sheet', {
  about:
    'Keeps a part of a changesheet aside, so that sheets of any size come in messages of a bounded one. Parts are ' +
    'numbered from 0; a repeat of the last one changes nothing. What is not applied within an hour is removed.',
  refusals: ['forbidden', 'bad-request', 'submission-lost', 'too-large'],
  input: z.object({
    sheet_id: sheetId,
    n: z.int().nonnegative().max(SHEET_BYTES),
    bytes: z
      .base64()
      .max(Math.ceil(CHUNK_BYTES / 3) * 4)
      .describe('Base64, at most 1 MiB of bytes'),
  }),
  output: z.object({ received_bytes: z.int() }),
  forSites: true,
});

export const previewChangesheet = defineRequest('metadata', 'preview-changesheet', {
  about:
    'Says what a staged changesheet would make of the documents that it names, as they are now, and holds the results ' +
    'against the schema (contract 7.6). Changes nothing. Which versions of the documents were seen is kept with the sheet.',
  refusals: ['forbidden', 'submission-lost', 'invalid-sheet', 'too-large'],
  input: z.object({
    sheet_id: sheetId,
    format: sheetFormat,
    keep: z.boolean().default(true).describe('Whether the sheet is kept afterwards, to be applied'),
    tell: z
      .enum(['everything', 'errors'])
      .default('everything')
      .describe('Whether documents and rows are told, or only what is wrong with them'),
  }),
  output: z.object({
    valid: z.boolean(),
    rows: z.int(),
    documents: z.int(),
    results: z.array(sheetResult).describe('By ascending id'),
    changes: z.array(rowChange).describe('Row by row'),
    left_out: z.int().describe('Documents that are not told, as the reply is as large as it may be'),
  }),
  forSites: true,
});

export const rememberPreview = defineRequest('metadata', 'remember-preview', {
  about:
    'Keeps for the object that holds the bytes of a changesheet which versions of the documents its preview has seen: ' +
    'it is applied to those, or not at all. Says what has become of the object so far.',
  refusals: ['forbidden', 'submission-lost'],
  input: z.object({ sheet_id: sheetId, object_id: idSchema, asked_by: z.string().max(300) }),
  output: changesheetState,
});

export const applyChangesheet = defineRequest('metadata', 'apply-changesheet', {
  about:
    'Changes the documents as the staged sheet says, all or none, if they are what its preview has seen: the one ' +
    'that was kept for the object, or else that of the staged sheet (contract 7.7). References and names of biosamples are ' +
    'checked as for a submission. One effect for an object, until it is undone.',
  refusals: [
    'forbidden',
    'bad-request',
    'submission-lost',
    'invalid-sheet',
    'too-large',
    'invalid-metadata',
    'document-changed',
    'schema-changed',
    ...FENCED,
  ],
  input: z.object({
    sheet_id: sheetId,
    format: sheetFormat,
    object_id: idSchema.describe('That holds the bytes of the sheet'),
    operation_id: idSchema,
  }),
  output: z.object({
    update_cmd: z.string().nullable().describe('JSON; null where it has more than 1 MiB'),
    rows: z.int(),
    documents: z.int().describe('That the sheet names'),
    modified: z.int().describe('Documents that are no longer what they were'),
  }),
  forSites: true,
});

export const undoChangesheet = defineRequest('metadata', 'undo-changesheet', {
  about:
    'Makes the documents what they were before the changesheet of this object was applied, all or none, unless somebody ' +
    'has changed one of them since. Repeating it is harmless.',
  refusals: ['forbidden', 'not-found', 'document-changed'],
  input: z.object({ object_id: idSchema }),
  output: changesheetState,
});
