import type { RegistryEntry } from '@callboard/contracts';

export const CAPABILITIES_STORE = Symbol('CAPABILITIES_STORE');

/** The registry of capabilities, in the order in which they were registered (contract 2.3). */
export interface CapabilitiesStore {
  list(): Promise<RegistryEntry[]>;
  /** Leaves existing entries as they are. Gives how many were added. */
  addIfAbsent(entries: readonly RegistryEntry[]): Promise<number>;
}
