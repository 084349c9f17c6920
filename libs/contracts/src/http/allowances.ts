import { z } from 'zod';

/** What an allowance can be for, by the contract (2.9); all of it is given to the admin at the first start. */
export const CONTRACT_ACTIONS = [
  '/metadata/changesheets:submit',
  '/metadata/json:submit',
  '/queries:run(query_cmd:DeleteCommand)',
  '/queries:run(query_cmd:AggregateCommand)',
  '/wf_file_staging',
  '/admin/allowances',
  '/admin/site_clients',
] as const;

/** And beyond it: tagging objects of other sites (design 7). */
export const ACTIONS = [...CONTRACT_ACTIONS, '/objects/types'] as const;
export const action = z.enum(ACTIONS);
export type Action = (typeof ACTIONS)[number];

/** What a user, or a site client by its id, may do beyond its roles (contract 1.2). */
export const allowance = z.object({
  username: z.string().min(1).max(300).describe('A user, or the client id of a site'),
  action,
});
export type Allowance = z.infer<typeof allowance>;
