import type { Expression } from '../expression/expression';
import type { Filter } from '../filter';

/** A field, and which way documents are put in order by it. */
export interface SortKey {
  readonly path: readonly string[];
  readonly way: 'asc' | 'desc';
}

/** How the values of a group become one. */
export const ACCUMULATORS = [
  '$sum',
  '$avg',
  '$min',
  '$max',
  '$first',
  '$last',
  '$push',
  '$addToSet',
  '$count',
] as const;
export type Accumulator = (typeof ACCUMULATORS)[number];

export interface GroupField {
  readonly name: string;
  readonly by: Accumulator;
  readonly of: Expression;
}

/** What becomes of a field in `$project`. */
export type ProjectedField = { readonly name: string } & (
  { readonly is: 'kept' | 'left-out' } | { readonly is: 'computed'; readonly of: Expression }
);

/** One stage of a pipeline: what it makes of the documents of the stage before. */
export type Stage =
  | { readonly is: 'match'; readonly filter: Filter }
  | {
      readonly is: 'lookup';
      readonly from: string;
      readonly local: readonly string[];
      readonly foreign: readonly string[];
      readonly as: string;
    }
  | { readonly is: 'unwind'; readonly path: readonly string[]; readonly keepsEmpty: boolean }
  | { readonly is: 'group'; readonly id: Expression; readonly fields: readonly GroupField[] }
  | { readonly is: 'replace'; readonly by: Expression }
  | { readonly is: 'project'; readonly fields: readonly ProjectedField[] }
  | { readonly is: 'sort'; readonly keys: readonly SortKey[] }
  | { readonly is: 'skip' | 'limit'; readonly n: number }
  | { readonly is: 'count'; readonly name: string };

/** The stages that can be sent, for refusals. */
export const STAGES = [
  '$match',
  '$lookup',
  '$unwind',
  '$group',
  '$replaceWith',
  '$replaceRoot',
  '$project',
  '$sort',
  '$skip',
  '$limit',
  '$count',
] as const;
