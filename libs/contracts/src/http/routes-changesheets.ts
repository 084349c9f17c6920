import { z } from 'zod';
import { idSchema } from '../replies';
import { changesheetState, rowChange } from './changesheets';
import { metadataDocument } from './metadata';
import { defineRoute } from './routes-contract';
import { drsObjectWithTypes } from './routes-objects';

const BIOSAMPLE = 'nmdc:bsm-11-k3v9m258';
const OBJECT = 'sys0k3v9m2x7q1zt58';
const SHEET = `id,action,attribute,value\n${BIOSAMPLE},update,ph,7.2\n`;
const WAS = { id: BIOSAMPLE, type: 'nmdc:Biosample', ph: 6 };
const UPDATES = [{ q: { id: BIOSAMPLE }, u: { $set: { ph: 7.2 } } }];

const updateCommands = z.record(
  z.string(),
  z.object({ update: z.string(), updates: z.array(z.record(z.string(), z.unknown())) }),
);

const preview = z.object({
  update_cmd: updateCommands.describe('By id of the document'),
  inspection_info: z.object({ mdb_name: z.string(), results_of_copy: z.record(z.string(), z.string()) }),
  results_of_updates: z.array(
    z.object({
      id: z.string(),
      doc_before: metadataDocument.nullable(),
      update_info: z.object({ n: z.int(), nModified: z.int(), ok: z.int() }),
      doc_after: metadataDocument.nullable(),
      validation_errors: z.array(z.unknown()),
    }),
  ),
  rows: z.array(rowChange),
  left_out: z
    .object({ documents: z.int(), rows: z.int() })
    .describe('How many are not told, as there are too many'),
});

/** Changesheets (contract 7): rows that say what is to be changed in which documents. */
export const changesheetRoutes = {
  validateChangesheet: defineRoute({
    method: 'POST',
    path: '/metadata/changesheets:validate',
    tier: 'METADATA',
    summary: 'Say what a changesheet would do, row by row and document by document; nothing is changed',
    auth: 'anon',
    idempotency: 'passed-over',
    upload: 'uploaded_file',
    ok: { status: 200, schema: preview },
    refusals: ['invalid-sheet', 'invalid-metadata', 'too-large'],
    example: {
      body: { uploaded_file: SHEET },
      reply: {
        update_cmd: { [BIOSAMPLE]: { update: 'biosample_set', updates: UPDATES } },
        inspection_info: {
          mdb_name: 'scratch copies',
          results_of_copy: { biosample_set: '1 docs inserted' },
        },
        results_of_updates: [
          {
            id: BIOSAMPLE,
            doc_before: WAS,
            update_info: { n: 1, nModified: 1, ok: 1 },
            doc_after: { ...WAS, ph: 7.2 },
            validation_errors: [],
          },
        ],
        rows: [{ row: 2, id: BIOSAMPLE, action: 'update', attribute: 'ph', before: 6, after: 7.2 }],
        left_out: { documents: 0, rows: 0 },
      },
    },
  }),
  submitChangesheet: defineRoute({
    method: 'POST',
    path: '/metadata/changesheets:submit',
    tier: 'METADATA',
    summary:
      'Hand in a changesheet: checked as by changesheets:validate, kept as an object, and applied by a job to the documents as they are now, or not at all',
    auth: 'allow:/metadata/changesheets:submit',
    upload: 'uploaded_file',
    ok: { status: 200, schema: drsObjectWithTypes },
    refusals: ['forbidden', 'invalid-sheet', 'invalid-metadata', 'too-large', 'object-exists'],
    example: {
      body: { uploaded_file: SHEET },
      reply: {
        id: OBJECT,
        self_uri: `drs://callboard.example.org/${OBJECT}`,
        name: 'changes.csv',
        size: 61,
        mime_type: 'text/csv',
        created_time: '2026-01-02T03:04:05.000Z',
        checksums: [
          { type: 'sha256', checksum: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' },
        ],
        access_methods: [],
        contents: null,
        aliases: null,
        description: 'changesheet submitted by user:ada',
        updated_time: null,
        version: null,
        types: ['metadata-changesheet'],
      },
    },
  }),
  undoChangesheet: defineRoute({
    method: 'POST',
    path: '/metadata/changesheets/{object_id}:undo',
    tier: 'METADATA',
    summary:
      'Make the documents what they were before a changesheet was applied, unless somebody has changed one of them since',
    auth: 'changesheet-undo',
    idempotency: 'passed-over',
    params: z.object({ object_id: idSchema }),
    ok: { status: 200, schema: changesheetState },
    refusals: ['forbidden', 'not-found', 'document-changed'],
    example: {
      params: { object_id: OBJECT },
      reply: {
        object_id: OBJECT,
        state: 'undone',
        documents: 1,
        applied_at: '2026-01-02T03:04:05.678Z',
        undone_at: '2026-01-02T04:05:06.789Z',
        undone_by: 'user:ada',
      },
    },
  }),
};
