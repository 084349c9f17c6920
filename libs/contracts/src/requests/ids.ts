import { z } from 'zod';
import { defineRequest } from '../envelope';
import { mintedId } from '../http/ids';
import { idSchema } from '../replies';

export const mintIds = defineRequest('metadata', 'mint-ids', {
  idempotency: 'by-key',
  about: 'Mints ids of a class of the active schema, each once and never again (contract 2.8).',
  refusals: ['forbidden', 'unknown-class'],
  input: z.object({
    schema_class: z.string().max(200).describe('Such as `nmdc:Biosample`'),
    how_many: z.int().min(1).max(10_000).default(1),
  }),
  output: z.object({ ids: z.array(z.string()) }),
  forSites: true,
});

export const resolveId = defineRequest('metadata', 'resolve-id', {
  about: 'What is known of a minted id, with what is bound to it.',
  refusals: ['not-found'],
  input: z.object({ id: idSchema }),
  output: mintedId,
});

export const bindId = defineRequest('metadata', 'bind-id', {
  idempotency: 'by-key',
  about:
    'Binds a JSON object of at most 64 KiB to an id, in place of what was bound before, for whom it was minted for or ' +
    'who administers that site.',
  refusals: ['unauthenticated', 'forbidden', 'not-found', 'too-large'],
  input: z.object({ id: idSchema, metadata: z.record(z.string(), z.unknown()) }),
  output: mintedId,
});

export const deleteId = defineRequest('metadata', 'delete-id', {
  idempotency: 'by-key',
  about:
    'Deletes an id that no document has, for whom it was minted for or who administers that site. It is never minted ' +
    'again.',
  refusals: ['unauthenticated', 'forbidden', 'not-found', 'id-in-use'],
  input: z.object({ id: idSchema }),
  output: z.object({ id: z.string() }),
});
