import type { Figures } from './figures';

/** Numbers of connections with which the bare hops are measured. */
export const BARE_CONNECTIONS = [1, 8, 32] as const;
export type BareConnections = (typeof BARE_CONNECTIONS)[number];

/** What of the bare hops a figure stands beside. */
export interface Beside {
  /** Its rate beside theirs, or the middle of its times beside theirs. */
  compare: 'rate' | 'time';
  connections: BareConnections;
  /** How many bare hops one thing stands for. */
  hops: number;
}

/** One figure of a scenario. What does not apply is absent. */
export interface Row {
  what: string;
  /** How many things were done. */
  count?: number;
  /** Things in a second. */
  perSecond?: number;
  /** Of one thing, in ms. */
  each?: Figures;
  /** Of what was done once, in ms. */
  onceMs?: number;
  /** Memory in MB, by process; what processes share is counted in parts. */
  memoryMb?: Record<string, number>;
  /** Things that were done for two, and things that were not done; both are to be 0. */
  twice?: number;
  lost?: number;
  /** Absent where a ratio says nothing. */
  beside?: Beside;
  /** Its rate, for each hop, as a share of that of the bare hops. */
  rateToBare?: number;
  /** The middle of its times as a multiple of that of as many bare hops. */
  timeToBare?: number;
  /** What it is meant to reach on two cores; never a verdict. */
  aim?: string;
  note?: string;
  /** CPU time of one thing in ms, by process. */
  cpuMs?: Record<string, number>;
}
