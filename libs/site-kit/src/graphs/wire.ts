import type { z } from 'zod';
import type { Op } from '../define-op';

/** Stands for a value that a run will have: what an op gives, or the config of the job. */
export class Wire<T> {
  /** Never there: it ties the type of the value to the wire. */
  declare protected readonly gives: T;

  /** `from` is the name of an op; undefined stands for the config of the job. */
  constructor(
    readonly graphId: string,
    readonly from: string | undefined,
  ) {}
}

/** Where a value comes from: a wire that gives all of it, or a wire for each of its fields. */
export type Source<T> =
  Wire<T> | (T extends readonly unknown[] ? never : T extends object ? WireFields<T> : never);
type WireFields<T> = { readonly [K in keyof T]: Wire<T[K]> };

/** A source once its types were checked. */
export type PlainSource = Wire<unknown> | Readonly<Record<string, Wire<unknown>>>;

/** The wires of a source, each under the field that it fills; a source that is one wire has no fields. */
export function wiresOf(source: PlainSource | undefined): Wire<unknown>[] {
  if (source === undefined) return [];
  return source instanceof Wire ? [source] : Object.values(source);
}

/** The value of a source, given those of its wires. */
export function valueOf(
  source: PlainSource | undefined,
  valueOfWire: (wire: Wire<unknown>) => unknown,
): unknown {
  if (source === undefined) return undefined;
  if (source instanceof Wire) return valueOfWire(source);
  return Object.fromEntries(Object.entries(source).map(([field, wire]) => [field, valueOfWire(wire)]));
}

/** An op at its place in a graph: it runs once all those before it have. */
export interface GraphNode {
  readonly name: string;
  readonly op: Op<unknown, unknown>;
  readonly source: PlainSource | undefined;
  readonly after: readonly string[];
}

/** A graph as it runs. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly result: PlainSource;
  readonly config: z.ZodType<unknown> | undefined;
  readonly parallel: number;
}
