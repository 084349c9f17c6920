import { parseArgs } from 'node:util';
import type { Fault } from './fault';

/** What is asked of `npm run test:faults`. */
export interface FaultsAsked {
  readonly seed: number;
  readonly isShort: boolean;
  readonly faults: readonly Fault[];
  readonly listOnly: boolean;
  /** Those that were asked for by name; none for all of them. */
  readonly named: readonly string[];
}

/** Reads `--seed N --short --list [names]`. Throws an Error that says what would be right. */
export function readOptions(args: readonly string[], all: readonly Fault[]): FaultsAsked {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { seed: { type: 'string' }, short: { type: 'boolean' }, list: { type: 'boolean' } },
  });
  const isShort = values.short ?? false;
  const known = all.map(({ name }) => name);
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Error(`no such fault: ${unknown.join(', ')}; there are ${known.join(', ')}`);
  const faults = positionals.length > 0 ? all.filter(({ name }) => positionals.includes(name)) : all;
  return {
    seed: readSeed(values.seed),
    isShort,
    faults: positionals.length === 0 && isShort ? faults.filter(({ short }) => short) : faults,
    listOnly: values.list ?? false,
    named: positionals,
  };
}

const HIGHEST_SEED = 2 ** 31;

export function readSeed(text: string | undefined): number {
  const seed = text === undefined ? Math.floor(Math.random() * HIGHEST_SEED) : Number(text);
  if (Number.isSafeInteger(seed) && seed >= 0) return seed;
  throw new Error(`--seed takes a whole number from 0, not ${text}`);
}
