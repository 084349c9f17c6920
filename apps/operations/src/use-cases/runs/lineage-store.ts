import type { RunEventType } from '@callboard/contracts';
import type { Link } from '../../domain/runs/lineage-growth';

export const LINEAGE_STORE = Symbol('LINEAGE_STORE');

/** `in`: what runs read; `out`: what they made. */
export type Direction = 'in' | 'out';

export interface LineageStore {
  /** Runs that read, or made, any of these objects; at most `limit` links. */
  ofObjects(objectIds: readonly string[], direction: Direction, limit: number): Promise<Link[]>;
  /** Objects that these runs read, or made; at most `limit` links. */
  ofRuns(runIds: readonly string[], direction: Direction, limit: number): Promise<Link[]>;
  /** How these runs stand, by id. */
  standing(
    runIds: readonly string[],
  ): Promise<ReadonlyMap<string, { workflowId: string; status: RunEventType }>>;
}
