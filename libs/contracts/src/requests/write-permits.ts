import { z } from 'zod';
import { AFTER_THE_END } from '../events/operations';
import { defineRequest } from '../envelope';
import { idSchema } from '../replies';

/**
 * For how long a store may rely on a permit, in ms, counted by its own database from before it asked. `operations` keeps
 * the operation open for {@link PERMIT_KEPT_MS}; what lies between is for a commit that takes its time.
 */
export const PERMIT_VALID_MS = 2_000;
export const PERMIT_KEPT_MS = 8_000;

export const permitWrite = defineRequest('operations', 'permit-write', {
  about:
    'Permits one write of results that names an operation. Until the permit is returned, or is over, nobody ends the ' +
    'operation. For services only, on behalf of the site that works under it.',
  refusals: ['forbidden', 'not-found', ...AFTER_THE_END],
  input: z.object({ operation_id: idSchema, site_id: idSchema }),
  output: z.object({
    permit_id: z.string(),
    job_id: z.string(),
    attempt: z.int().positive(),
    valid_ms: z.int().positive().describe('Counted from before the request was sent'),
  }),
});

export const returnPermit = defineRequest('operations', 'return-permit', {
  about: 'Gives a permit back, used or not. One that is over is accepted as well.',
  refusals: ['forbidden'],
  input: z.object({ operation_id: idSchema, permit_id: idSchema }),
  output: z.object({}),
});
