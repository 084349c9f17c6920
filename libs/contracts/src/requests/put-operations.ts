import { z } from 'zod';
import { defineRequest } from '../envelope';
import { operation } from '../http/operations';
import { drsId, mimeType } from '../http/objects';
import { BATCH_LIMIT, batchReply, idSchema } from '../replies';

export const openPutOperations = defineRequest('operations', 'open-put-operations', {
  idempotency: 'by-key',
  about:
    'Opens operations under which the calling site puts bytes into the object store. The ids of the operation and of ' +
    'the object that it promises are minted. For the gateway, which knows whose store it is and signs the addresses.',
  refusals: ['forbidden'],
  input: z.object({
    items: z
      .array(
        z.object({
          mime_type: mimeType.describe('Of the bytes; a repeat by the same key is of the same type'),
          store_url: z
            .string()
            .min(1)
            .max(1000)
            .describe(
              'Where the store keeps its objects; with the object id behind it the `url` of the metadata',
            ),
          expires_in_seconds: z.int().positive().describe('For how long the signed address holds'),
        }),
      )
      .min(1)
      .max(BATCH_LIMIT),
  }),
  output: batchReply(operation),
});

export const listPromisedObjects = defineRequest('operations', 'list-promised-objects', {
  about: 'Which of these object ids were promised to a site by operations to put objects. For services only.',
  refusals: ['forbidden'],
  input: z.object({ site_id: idSchema, object_ids: z.array(drsId).min(1).max(BATCH_LIMIT) }),
  output: z.object({ object_ids: z.array(z.string()) }),
});
