import type { z } from 'zod';
import type { Op } from './define-op';
import type { Resource, Resources } from './define-resource';
import { defineWorkflow, type JsonObject, type WorkflowDefinition } from './define-workflow';
import { runGraph } from './graphs/graph-run';
import { GraphWiring } from './graphs/graph-wiring';
import type { Graph, Source, Wire } from './graphs/wire';

/** Puts an op into the graph and gives the wire of its output. `as` names it where an op stands there twice. */
export type Step = <I, O, R extends Resources>(
  op: Op<I, O, R>,
  ...input: undefined extends I
    ? [input?: Source<I>, options?: { as?: string }]
    : [input: Source<I>, options?: { as?: string }]
) => Wire<O>;

/** What the operation's result is: what one op gave, or an object with what several gave. */
export type GraphResult = Wire<object> | Readonly<Record<string, Wire<unknown>>>;

export interface GraphOptions<C> extends Pick<WorkflowDefinition, 'id' | 'concurrency' | 'leaseMs'> {
  /** What the config of its jobs must be; anything unless said. */
  readonly config?: z.ZodType<C>;
  /** Most ops of one job at once; 4 unless said. */
  readonly parallel?: number;
  /** Says which op gets its input from where. Called once, when the graph is defined. */
  wire(step: Step, config: Wire<C>): GraphResult;
}

/** A workflow of ops. Its run is recorded op by op, and a further attempt of the job goes on at the op that failed. */
export interface GraphDefinition extends WorkflowDefinition, Graph {
  readonly resources: readonly Resource<unknown>[];
}

const PARALLEL = 4;

/** Declares a graph; throws at once when its settings or its wires make no sense. */
export function defineGraph<C = JsonObject>(options: GraphOptions<C>): GraphDefinition {
  const { id, concurrency, leaseMs, config, parallel = PARALLEL } = options;
  if (!Number.isInteger(parallel) || parallel < 1)
    throw new TypeError(`parallel of ${id} must be 1 or more, not ${parallel}`);
  const wiring = new GraphWiring(id);
  const result = wiring.finish(options.wire(wiring.step, wiring.config<C>()));
  const resources = new Set(wiring.nodes.flatMap(({ op }) => Object.values(op.resources ?? {})));
  const graph = { nodes: wiring.nodes, result, config, parallel, resources: [...resources] };
  const workflow = defineWorkflow({
    id,
    concurrency,
    leaseMs,
    run: (context) => runGraph(graph, context),
  });
  return { ...workflow, ...graph };
}
