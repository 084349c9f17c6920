import { z } from 'zod';
import { defineRequest } from '../envelope';
import { LINEAGE_DEPTH, lineageDirection, lineageGraph, openLineageEvent } from '../http/lineage';
import { idSchema } from '../replies';

export const getRunLineage = defineRequest('operations', 'get-run-lineage', {
  about:
    'A run as run events of OpenLineage 2-0-2: each attempt is a run there, and each op that ran is a child of it. ' +
    'A run that was only asked for has none.',
  refusals: ['not-found'],
  input: z.object({ id: idSchema }),
  output: z.object({ events: z.array(openLineageEvent) }),
});

export const traceLineage = defineRequest('operations', 'trace-lineage', {
  about:
    'Upstream: the runs that made an object and what they read, and so on. Downstream: the runs that read it and what ' +
    'they made. Objects that no run knows have no edges.',
  input: z.object({
    object_id: idSchema,
    direction: lineageDirection,
    depth: z.int().min(1).max(LINEAGE_DEPTH.most).describe('Steps from object to object'),
  }),
  output: lineageGraph,
});
