import { z } from 'zod';
import { defineRequest } from '../envelope';
import { allowance } from '../http/allowances';

const WHO = 'for who has the allowance `/admin/allowances`';
const REFUSALS = ['unauthenticated', 'bad-request', 'forbidden'] as const;

export const listAllowances = defineRequest('sites', 'list-allowances', {
  about: `The allowances of a name, for an action, or all, ${WHO}.`,
  refusals: [...REFUSALS],
  input: allowance.partial(),
  output: z.object({ allowances: z.array(allowance) }),
});

export const giveAllowance = defineRequest('sites', 'give-allowance', {
  idempotency: 'by-key',
  about: `Allows a user, or a site client by its id, an action, ${WHO}.`,
  refusals: [...REFUSALS, 'already-exists'],
  input: allowance,
  output: allowance,
});

export const takeAllowance = defineRequest('sites', 'take-allowance', {
  idempotency: 'by-key',
  about: `Takes an allowance away, ${WHO}.`,
  refusals: [...REFUSALS, 'not-found'],
  input: allowance,
  output: z.object({}),
});
