import { z } from 'zod';
import { idSchema } from '../replies';

/** Most bytes of what is bound to an id, as JSON. */
export const BOUND_BYTES = 64 * 1024;

/** What is known of a minted id (contract 2.8). */
export const mintedId = z.object({
  id: z.string(),
  schema_class: z.string(),
  minted_by: z.string(),
  minted_at: z.iso.datetime(),
  collection: z.string().nullable().describe('Where there is a document of this id'),
  metadata: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('What was bound to it; absent while nothing is'),
});
export type MintedIdReply = z.infer<typeof mintedId>;

const named = { id: idSchema.nullish(), id_name: idSchema.nullish().describe('Another name of `id`') };
const object = z.record(z.string(), z.unknown()).nullish();
const ONE_ID = { message: 'send the id, as id or as id_name', path: ['id'] };

/** Names an id, under either of two names. */
export const idNamed = z.object(named).refine(({ id, id_name }) => id != null || id_name != null, ONE_ID);

/** Binds a JSON object to an id; all that was bound before is replaced. */
export const binding = z
  .object({ ...named, metadata: object, metadata_record: object.describe('Another name of `metadata`') })
  .refine(({ id, id_name }) => id != null || id_name != null, ONE_ID)
  .refine(({ metadata, metadata_record }) => metadata != null || metadata_record != null, {
    message: 'send an object, as metadata or as metadata_record',
    path: ['metadata'],
  });
