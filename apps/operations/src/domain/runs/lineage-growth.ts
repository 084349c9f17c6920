import { LINEAGE_EDGES, LINEAGE_NODES, type LineageEdge, type LineageNode } from '@callboard/contracts';

/** An object, and a run that read or made it. */
export interface Link {
  readonly objectId: string;
  readonly runId: string;
}

type Kind = LineageNode['kind'];

/** A graph of lineage that grows from one object, up to its bounds. */
export class LineageGrowth {
  private readonly kept = new Map<string, { kind: Kind; id: string }>();
  private readonly joined = new Map<string, LineageEdge>();
  private cut = false;

  constructor(
    objectId: string,
    private readonly bounds = { nodes: LINEAGE_NODES, edges: LINEAGE_EDGES },
  ) {
    this.keep('object', objectId);
  }

  get nodes(): { kind: Kind; id: string }[] {
    return [...this.kept.values()];
  }

  get edges(): LineageEdge[] {
    return [...this.joined.values()];
  }

  /** Whether something was left out. */
  get more(): boolean {
    return this.cut;
  }

  /** How many links are worth reading at once: one more than there is room for, so that it shows. */
  get room(): number {
    return this.bounds.edges + 1;
  }

  /** Joins links, as far as there is room. Gives the runs, or objects, at their far end. */
  join(links: readonly Link[], edge: LineageEdge['kind'], far: Kind): string[] {
    const reached = links.filter((link) => this.joinOne(link, edge, far));
    if (links.length >= this.room) this.cut = true;
    return [...new Set(reached.map((link) => (far === 'run' ? link.runId : link.objectId)))];
  }

  private joinOne({ objectId, runId }: Link, kind: LineageEdge['kind'], far: Kind): boolean {
    const [from, to] = kind === 'read' ? [objectId, runId] : [runId, objectId];
    const key = JSON.stringify([kind, from, to]);
    if (this.joined.has(key)) return true;
    if (this.joined.size >= this.bounds.edges || !this.keep(far, far === 'run' ? runId : objectId)) {
      this.cut = true;
      return false;
    }
    this.joined.set(key, { from, to, kind });
    return true;
  }

  private keep(kind: Kind, id: string): boolean {
    const key = `${kind} ${id}`;
    if (!this.kept.has(key) && this.kept.size >= this.bounds.nodes) return false;
    if (!this.kept.has(key)) this.kept.set(key, { kind, id });
    return true;
  }
}
