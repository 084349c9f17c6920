import { opName } from '@callboard/contracts';
import type { Op } from '../define-op';
import { type GraphNode, type PlainSource, Wire, wiresOf } from './wire';

/**
 * Takes the ops of a graph as they are wired. A wire is there only once its op is, so wires cannot go round in a circle.
 */
export class GraphWiring {
  readonly nodes: GraphNode[] = [];
  private isFinished = false;

  constructor(private readonly graphId: string) {}

  config<C>(): Wire<C> {
    return new Wire<C>(this.graphId, undefined);
  }

  readonly step = <O>(op: unknown, source?: unknown, options: { as?: string } = {}): Wire<O> => {
    if (this.isFinished)
      throw new TypeError(`the graph ${this.graphId} is defined already: put ops into it within wire()`);
    const plain = op as Op<unknown, unknown>;
    const name = this.newName(options.as ?? plain.name);
    const from = source === undefined ? undefined : this.sourceOf(source, `the input of op ${name}`);
    if (from === undefined && plain.input?.safeParse(undefined).success === false)
      throw new TypeError(
        `op ${name} of ${this.graphId} takes an input: wire it, as in step(${name}, { field: wire })`,
      );
    const after = wiresOf(from).flatMap((wire) => wire.from ?? []);
    this.nodes.push({ name, op: plain, source: from, after: [...new Set(after)] });
    return new Wire<O>(this.graphId, name);
  };

  /** No op after this. @throws TypeError when the graph has none, or its result is none of its wires */
  finish(result: unknown): PlainSource {
    this.isFinished = true;
    if (this.nodes.length === 0)
      throw new TypeError(`the graph ${this.graphId} has no op: put one into it by step(op)`);
    return this.sourceOf(result, 'the result');
  }

  private newName(name: string): string {
    if (!opName.safeParse(name).success)
      throw new TypeError(`${JSON.stringify(name)} is no name of an op: take 1 to 100 of a-z, 0-9 and _`);
    if (this.nodes.some((node) => node.name === name))
      throw new TypeError(
        `the graph ${this.graphId} has two ops ${name}: give one another name, as in step(op, input, { as: '${name}_again' })`,
      );
    return name;
  }

  private sourceOf(source: unknown, what: string): PlainSource {
    const isObject = typeof source === 'object' && source !== null;
    if (!isObject) throw this.noWire(what);
    const wires: unknown[] = source instanceof Wire ? [source] : Object.values(source);
    for (const wire of wires) {
      if (!(wire instanceof Wire)) throw this.noWire(what);
      if (wire.graphId !== this.graphId || !this.has(wire.from))
        throw new TypeError(
          `${what} of ${this.graphId} comes from the graph ${wire.graphId}: take a wire of this one`,
        );
    }
    return source instanceof Wire ? source : { ...(source as Record<string, Wire<unknown>>) };
  }

  private has(name: string | undefined): boolean {
    return name === undefined || this.nodes.some((node) => node.name === name);
  }

  private noWire(what: string): TypeError {
    return new TypeError(
      `${what} of ${this.graphId} must be a wire, or an object of wires: what step() gives, or the config`,
    );
  }
}
