import type { LineageGraph } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { LineageGrowth } from '../../domain/runs/lineage-growth';
import { type Direction, LINEAGE_STORE, type LineageStore } from './lineage-store';

export interface LineageQuestion {
  readonly objectId: string;
  readonly direction: 'upstream' | 'downstream' | 'both';
  /** Steps from object to object. */
  readonly depth: number;
}

/** Finds what an object was made from, and what was made from it, step by step until nothing new is found. */
@Injectable()
export class TraceLineage {
  constructor(@Inject(LINEAGE_STORE) private readonly store: LineageStore) {}

  async execute({ objectId, direction, depth }: LineageQuestion): Promise<LineageGraph> {
    const graph = new LineageGrowth(objectId);
    if (direction !== 'downstream') await this.follow(graph, objectId, depth, 'out');
    if (direction !== 'upstream') await this.follow(graph, objectId, depth, 'in');
    const { nodes, edges, more } = graph;
    return { object_id: objectId, nodes: await this.told(nodes), edges, more };
  }

  /** From objects to the runs that did `near` to them, and on to what is at the other side of these. */
  private async follow(
    graph: LineageGrowth,
    objectId: string,
    depth: number,
    near: Direction,
  ): Promise<void> {
    const [far, nearEdge, farEdge] =
      near === 'in' ? (['out', 'read', 'made'] as const) : (['in', 'made', 'read'] as const);
    const passed = { object: new Set([objectId]), run: new Set<string>() };
    let objects = [objectId];
    for (let step = 0; step < depth && objects.length > 0; step += 1) {
      const toRuns = await this.store.ofObjects(objects, near, graph.room);
      const runs = newOf(graph.join(toRuns, nearEdge, 'run'), passed.run);
      if (runs.length === 0) return;
      const toObjects = await this.store.ofRuns(runs, far, graph.room);
      objects = newOf(graph.join(toObjects, farEdge, 'object'), passed.object);
    }
  }

  private async told(nodes: LineageGrowth['nodes']): Promise<LineageGraph['nodes']> {
    const ids = nodes.filter(({ kind }) => kind === 'run').map(({ id }) => id);
    const standing = await this.store.standing(ids);
    return nodes.map(({ kind, id }) => {
      const run = kind === 'run' ? standing.get(id) : undefined;
      return { kind, id, ...(run ? { workflow_id: run.workflowId, status: run.status } : {}) };
    });
  }
}

/** Those that were not passed before; from now on they were. */
function newOf(ids: readonly string[], passed: Set<string>): string[] {
  const news = ids.filter((id) => !passed.has(id));
  for (const id of news) passed.add(id);
  return news;
}
