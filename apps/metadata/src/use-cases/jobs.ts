import type { JobReply } from '@callboard/contracts';

export const JOBS = Symbol('JOBS');

/** How much is still taken. */
export interface Room {
  rows: number;
  bytes: number;
}

/** The service `jobs`, as everybody may ask it. */
export interface Jobs {
  /** Jobs that a filter matches, as HTTP shows them; takes from the room. Refusal: `query-too-large` when that is too small. */
  list(filter: string | undefined, room: Room): Promise<JobReply[]>;
}
