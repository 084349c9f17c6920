import { z } from 'zod';

/** Steps from object to object that a question about lineage may go, and how far it goes unless it says. */
export const LINEAGE_DEPTH = { most: 10, unlessSaid: 3 } as const;

/** Most nodes, and most edges, of the answer to a question about lineage. */
export const LINEAGE_NODES = 1000;
export const LINEAGE_EDGES = 10_000;

/** Who tells of runs, as OpenLineage names producers: by a URI. */
export const LINEAGE_PRODUCER = 'urn:callboard:operations';

/** Where the shape of run events is written down. */
export const RUN_EVENT_SCHEMA = 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent';

export const lineageDirection = z.enum(['upstream', 'downstream', 'both']);

const lineageNode = z.object({
  kind: z.enum(['object', 'run']),
  id: z.string(),
  workflow_id: z.string().optional().describe('Of a run'),
  status: z.string().optional().describe('Of a run: the type of its latest event'),
});
export type LineageNode = z.infer<typeof lineageNode>;

const lineageEdge = z.object({
  from: z.string(),
  to: z.string(),
  kind: z.enum(['read', 'made']).describe('`read`: from an object to a run; `made`: from a run to an object'),
});
export type LineageEdge = z.infer<typeof lineageEdge>;

/** What an object was made from, and what was made from it. */
export const lineageGraph = z.object({
  object_id: z.string(),
  nodes: z
    .array(lineageNode)
    .describe(`At most ${LINEAGE_NODES}, the nearest first; the object is one of them`),
  edges: z.array(lineageEdge).describe(`Between these nodes, at most ${LINEAGE_EDGES}`),
  more: z.boolean().describe('Whether something within the depth was left out'),
});
export type LineageGraph = z.infer<typeof lineageGraph>;

/** Facets say who made them and where their shape is written down; each has fields of its own besides. */
const facets = z.record(z.string(), z.looseObject({ _producer: z.url(), _schemaURL: z.url() }));

const openLineageDataset = z.object({ namespace: z.string(), name: z.string() });
export type OpenLineageDataset = z.infer<typeof openLineageDataset>;

/** A run event of OpenLineage, version 2-0-2 of its specification. */
export const openLineageEvent = z.object({
  eventType: z.enum(['START', 'RUNNING', 'COMPLETE', 'ABORT', 'FAIL', 'OTHER']),
  eventTime: z.iso.datetime(),
  producer: z.url(),
  schemaURL: z.url(),
  run: z.object({ runId: z.uuid(), facets }),
  job: z.object({ namespace: z.string(), name: z.string(), facets }),
  inputs: z.array(openLineageDataset),
  outputs: z.array(openLineageDataset),
});
export type OpenLineageEvent = z.infer<typeof openLineageEvent>;
