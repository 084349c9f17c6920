import { z } from 'zod';
import { ACTIONS, allowance } from './allowances';
import { defineRoute } from './routes-contract';

const ADA = { username: 'ada', action: '/metadata/json:submit' as const };
const RIGHT = 'allow:/admin/allowances';

/** Who may do what beyond roles, by name (contract 2.9). */
export const allowanceRoutes = {
  listAllowances: defineRoute({
    method: 'GET',
    path: '/admin/allowances',
    tier: 'METADATA',
    summary: 'Allowances, of a user or for an action where one is named',
    auth: RIGHT,
    query: allowance.partial(),
    ok: { status: 200, schema: z.object({ resources: z.array(allowance) }) },
    refusals: ['forbidden'],
    example: { query: { username: 'ada' }, reply: { resources: [ADA] } },
  }),
  listActions: defineRoute({
    method: 'GET',
    path: '/admin/allowances/actions',
    tier: 'METADATA',
    summary: 'What an allowance can be for',
    auth: RIGHT,
    ok: { status: 200, schema: z.array(z.string()) },
    refusals: ['forbidden'],
    example: { reply: [...ACTIONS].sort() },
  }),
  giveAllowance: defineRoute({
    method: 'POST',
    path: '/admin/allowances',
    tier: 'METADATA',
    summary: 'Allow somebody something, from two seconds on at the latest',
    auth: RIGHT,
    body: allowance,
    ok: { status: 201, schema: allowance },
    refusals: ['forbidden', 'already-exists'],
    example: { body: ADA, reply: ADA },
  }),
  takeAllowance: defineRoute({
    method: 'DELETE',
    path: '/admin/allowances',
    tier: 'METADATA',
    summary: 'Take an allowance away, from two seconds on at the latest',
    auth: RIGHT,
    query: allowance,
    ok: { status: 204 },
    refusals: ['forbidden', 'not-found'],
    example: { query: ADA },
  }),
};
