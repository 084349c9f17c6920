import { z } from 'zod';
import { idSchema } from '../replies';
import { binding, idNamed, mintedId } from './ids';
import { defineRoute } from './routes-contract';

const id = 'nmdc:bsm-11-k3v9m258';
const metadata = { name: 'mud of the first core' };
const known = {
  id,
  schema_class: 'nmdc:Biosample',
  minted_by: 'site:NERSC',
  minted_at: '2026-01-02T03:04:05.678Z',
  collection: null,
};

/** Minted ids, one by one (contract 2.8). */
export const idRoutes = {
  mintIds: defineRoute({
    method: 'POST',
    path: '/pids/mint',
    tier: 'WORKER',
    summary: 'Ids of a class, given to nobody before and to nobody after',
    auth: 'any',
    body: z.object({
      schema_class: z.object({ id: z.string().max(200) }),
      how_many: z.int().min(1).max(10_000).default(1),
    }),
    ok: { status: 200, schema: z.array(z.string()) },
    refusals: ['unknown-class'],
    example: { body: { schema_class: { id: 'nmdc:Biosample' }, how_many: 1 }, reply: [id] },
  }),
  resolveId: defineRoute({
    method: 'GET',
    path: '/pids/resolve/{id}',
    tier: 'EXTRA',
    summary: 'What is known of a minted id',
    auth: 'anon',
    params: z.object({ id: idSchema }),
    ok: { status: 200, schema: mintedId },
    refusals: ['not-found'],
    example: { params: { id }, reply: { ...known, collection: 'biosample_set' } },
  }),
  bindId: defineRoute({
    method: 'POST',
    path: '/pids/bind',
    tier: 'EXTRA',
    summary: 'Bind a JSON object to a minted id, in place of what was bound before; 64 KiB at most',
    auth: 'id-owner',
    body: binding,
    ok: { status: 200, schema: mintedId },
    refusals: ['bad-request', 'forbidden', 'not-found', 'too-large'],
    example: { body: { id, metadata }, reply: { ...known, metadata } },
  }),
  deleteId: defineRoute({
    method: 'POST',
    path: '/pids/delete',
    tier: 'EXTRA',
    summary: 'Delete a minted id that no document has; it is never minted again',
    auth: 'id-owner',
    body: idNamed,
    ok: { status: 200, schema: z.object({ id: z.string() }) },
    refusals: ['bad-request', 'forbidden', 'not-found', 'id-in-use'],
    example: { body: { id }, reply: { id } },
  }),
};
