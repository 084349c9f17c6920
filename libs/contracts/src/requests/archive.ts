import { z } from 'zod';
import { defineRequest } from '../envelope';
import { BATCH_LIMIT, idSchema } from '../replies';

export const archiveOperations = defineRequest('operations', 'archive-operations', {
  about:
    'Looks at a page of operations by ascending id and archives those that ended long ago: of jobs, those that ended as they ' +
    'were to, and those that a later attempt followed; to put an object, those that did not put one, and those whose object ' +
    'is among `registered`. Archived ones are left out of lists; they stay, and are read by id. For services and the ' +
    "runtime's own site.",
  refusals: ['forbidden'],
  input: z.object({
    after: idSchema.optional().describe('`last` of the page before'),
    limit: z.int().min(1).max(BATCH_LIMIT),
    older_than_days: z.int().min(1).max(36_500),
    registered: z
      .array(idSchema)
      .max(BATCH_LIMIT)
      .optional()
      .describe(
        'Promised objects of this page that are registered, as found out after it was looked at once',
      ),
  }),
  output: z.object({
    looked_at: z.int(),
    archived: z.int(),
    last: z.string().nullable().describe('Where the next page begins; null when there is none'),
    promised: z
      .array(z.string())
      .describe('Objects that were put long ago: whether each is registered decides about its operation'),
  }),
  forSites: true,
});
