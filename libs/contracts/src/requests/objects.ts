import { z } from 'zod';
import { defineRequest } from '../envelope';
import { drsObjectIn, drsObjectPatch, registryEntry, registryEntryIn, storedObject } from '../http/objects';
import { BATCH_LIMIT, batchReply, idSchema, listInput } from '../replies';

/** Most bytes of one chunk of stored content (design 4, "Sizes"). */
export const CHUNK_BYTES = 1024 * 1024;
/** Most bytes of one stored content. */
export const CONTENT_BYTES = 256 * 1024 * 1024;

const uploadId = z.string().regex(/^[A-Za-z0-9-]{8,100}$/, 'must be 8 to 100 letters, digits or -');

/**
 * Registers objects for the calling site. With `upload_id` the bytes appended under it become the object's stored
 * content in the same transaction, after size and sha256 were compared. `registration_key` makes a repeated call
 * give the object of the first (a worker repeats after a lost reply). Refusals: `object-exists`, `checksum-mismatch`.
 */
export const registerObjects = defineRequest('objects', 'register-objects', {
  input: z.object({
    items: z
      .array(
        z.object({
          object: drsObjectIn,
          upload_id: uploadId.optional(),
          registration_key: z.string().min(1).max(300).optional(),
        }),
      )
      .min(1)
      .max(BATCH_LIMIT),
  }),
  output: batchReply(storedObject),
  forSites: true,
});

/** Objects by id, in the order asked; an unknown one is `not-found`. */
export const getObjects = defineRequest('objects', 'get-objects', {
  input: z.object({ ids: z.array(idSchema).min(1).max(BATCH_LIMIT) }),
  output: batchReply(storedObject),
  forSites: true,
});

/**
 * Changes the description of an object for the site that manages it; the whole is checked as it is after the change.
 * Refusals: `not-found`, `forbidden`, `invalid-input`, `object-exists`, `content-kept`, `too-large`.
 */
export const changeObject = defineRequest('objects', 'change-object', {
  input: z.object({ object_id: idSchema, changes: drsObjectPatch }),
  output: storedObject,
});

/** A page of objects. */
export const listObjects = defineRequest('objects', 'list-objects', {
  input: listInput,
  output: z.object({ objects: z.array(storedObject), more: z.boolean() }),
});

/** Replaces the types of each object; who may: the right `object-manager`. Refusals: `not-found`, `forbidden`, `unknown-object-type`. */
export const tagObjects = defineRequest('objects', 'tag-objects', {
  input: z.object({
    items: z
      .array(
        z.object({
          object_id: idSchema,
          types: z.array(idSchema).max(1000),
          /** Of whoever asked for this item; without it, that of the request. */
          traceparent: z.string().optional(),
        }),
      )
      .min(1)
      .max(BATCH_LIMIT),
  }),
  output: batchReply(storedObject),
});

/**
 * Appends chunk `n` (from 0) of an upload of the calling site. A repeated chunk with the same bytes is accepted;
 * other bytes are `upload-conflict`; over the limit `too-large`. Uploads never bound to an object are removed.
 */
export const appendContent = defineRequest('objects', 'append-content', {
  input: z.object({
    upload_id: uploadId,
    n: z
      .int()
      .nonnegative()
      .max(CONTENT_BYTES / CHUNK_BYTES),
    /** Base64, at most 1 MiB of bytes. */
    bytes: z.base64().max(Math.ceil(CHUNK_BYTES / 3) * 4),
  }),
  output: z.object({ upload_id: z.string(), received_bytes: z.int() }),
  forSites: true,
});

/** Chunk `n` of an object's stored content as base64; `last` on the final one. Refusal: `not-found`. */
export const readContent = defineRequest('objects', 'read-content', {
  input: z.object({
    object_id: idSchema,
    n: z
      .int()
      .nonnegative()
      .max(CONTENT_BYTES / CHUNK_BYTES),
  }),
  output: z.object({
    bytes: z.base64(),
    last: z.boolean(),
    size: z.int(),
    mime_type: z.string(),
    name: z.string(),
  }),
  forSites: true,
});

/** Object types in the order in which they were registered. */
export const listObjectTypes = defineRequest('objects', 'list-object-types', {
  input: z.object({}),
  output: z.object({ object_types: z.array(registryEntry) }),
});

/** Registers an object type. Refusal: `already-exists`. */
export const createObjectType = defineRequest('objects', 'create-object-type', {
  input: registryEntryIn,
  output: registryEntry,
});
