import { z } from 'zod';
import { AFTER_THE_END } from '../events/operations';
import { defineRequest } from '../envelope';
import { drsObjectIn, drsObjectPatch, registryEntry, registryEntryIn, storedObject } from '../http/objects';
import { BATCH_LIMIT, batchReply, idSchema, listInput } from '../replies';

/** Most bytes of one chunk of stored content (design 4, "Sizes"). */
export const CHUNK_BYTES = 1024 * 1024;
/** Most bytes of one stored content. */
export const CONTENT_BYTES = 256 * 1024 * 1024;

/** Under which operation something is stored; what every refusal of the kind can be. */
const underOperation = idSchema
  .optional()
  .describe(
    'The operation whose result this is: it is kept only while that is open, for the site that works under it',
  );
const FENCED = [...AFTER_THE_END, 'operation-superseded'] as const;

const uploadId = z.string().regex(/^[A-Za-z0-9-]{8,100}$/, 'must be 8 to 100 letters, digits or -');

/** An upload is read once more before it is bound; it may have 256 MiB. */
const COMPARING_MS = 120_000;

export const registerObjects = defineRequest('objects', 'register-objects', {
  patienceMs: COMPARING_MS,
  idempotency: 'by-key',
  about:
    'Registers objects for the calling site. One whose bytes that site put into the object store (an access id ' +
    '`<site>:<object id>`) gets the object id that was promised it then; others get new ones.',
  refusals: [
    'forbidden',
    'not-found',
    'object-exists',
    'already-exists',
    'upload-conflict',
    'checksum-mismatch',
    ...FENCED,
  ],
  input: z.object({
    operation_id: underOperation,
    items: z
      .array(
        z.object({
          object: drsObjectIn,
          upload_id: uploadId
            .optional()
            .describe(
              'The bytes appended under it become the stored content of the object in the same transaction, after size and sha256 were compared',
            ),
          registration_key: z
            .string()
            .min(1)
            .max(300)
            .optional()
            .describe(
              'Makes a repeated call give the object of the first: a worker repeats after a lost reply',
            ),
        }),
      )
      .min(1)
      .max(BATCH_LIMIT),
  }),
  output: batchReply(storedObject),
  forSites: true,
});

export const getObjects = defineRequest('objects', 'get-objects', {
  about: 'Objects by id, in the order asked.',
  refusals: ['not-found'],
  input: z.object({ ids: z.array(idSchema).min(1).max(BATCH_LIMIT) }),
  output: batchReply(storedObject),
  forSites: true,
});

export const changeObject = defineRequest('objects', 'change-object', {
  idempotency: 'by-key',
  about:
    'Changes the description of an object for the site that manages it; the whole is checked as it is ' +
    'after the change.',
  refusals: ['not-found', 'forbidden', 'object-exists', 'content-kept', ...FENCED],
  input: z.object({ object_id: idSchema, changes: drsObjectPatch, operation_id: underOperation }),
  output: storedObject,
});

export const listObjects = defineRequest('objects', 'list-objects', {
  about: 'A page of objects.',
  refusals: ['query-too-slow'],
  input: listInput,
  output: z.object({ objects: z.array(storedObject), more: z.boolean() }),
  forSites: true,
});

export const tagObjects = defineRequest('objects', 'tag-objects', {
  idempotency: 'by-key',
  about: 'Replaces the types of each object; who may: the right `object-manager`.',
  refusals: ['not-found', 'forbidden', 'unknown-object-type', ...FENCED],
  input: z.object({
    operation_id: underOperation,
    items: z
      .array(
        z.object({
          object_id: idSchema,
          types: z.array(idSchema).max(1000),
          traceparent: z
            .string()
            .optional()
            .describe('Of whoever asked for this item; without it, that of the request'),
        }),
      )
      .min(1)
      .max(BATCH_LIMIT),
  }),
  output: batchReply(storedObject),
  forSites: true,
});

export const appendContent = defineRequest('objects', 'append-content', {
  about:
    'Appends chunk `n` of an upload of the calling site. A repeated chunk with the same bytes is ' +
    'accepted, other bytes are refused. Uploads never bound to an object are removed.',
  refusals: ['forbidden', 'upload-conflict'],
  input: z.object({
    upload_id: uploadId,
    n: z
      .int()
      .nonnegative()
      .max(CONTENT_BYTES / CHUNK_BYTES)
      .describe('Number of the chunk, from 0'),
    bytes: z
      .base64()
      .max(Math.ceil(CHUNK_BYTES / 3) * 4)
      .describe('Base64, at most 1 MiB of bytes'),
  }),
  output: z.object({ upload_id: z.string(), received_bytes: z.int() }),
  forSites: true,
});

export const readContent = defineRequest('objects', 'read-content', {
  about: "One chunk of an object's stored content.",
  refusals: ['not-found'],
  input: z.object({
    object_id: idSchema,
    n: z
      .int()
      .nonnegative()
      .max(CONTENT_BYTES / CHUNK_BYTES)
      .describe('Number of the chunk, from 0'),
  }),
  output: z.object({
    bytes: z.base64(),
    last: z.boolean().describe('Whether this is the final chunk'),
    size: z.int(),
    mime_type: z.string(),
    name: z.string(),
  }),
  forSites: true,
});

export const listObjectTypes = defineRequest('objects', 'list-object-types', {
  about: 'Object types in the order in which they were registered.',
  input: z.object({}),
  output: z.object({ object_types: z.array(registryEntry) }),
});

export const createObjectType = defineRequest('objects', 'create-object-type', {
  idempotency: 'by-key',
  about: 'Registers an object type.',
  refusals: ['forbidden', 'already-exists'],
  input: registryEntryIn,
  output: registryEntry,
});
