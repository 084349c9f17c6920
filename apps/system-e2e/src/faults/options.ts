import { parseArgs } from 'node:util';
import type { Fault } from './fault';
import { Random } from './random';

/** As many faults are in a short set: others with each seed, so that in time all are. */
const SHORT_SET = 4;

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
  const seed = readSeed(values.seed);
  return {
    seed,
    isShort,
    faults: positionals.length === 0 && isShort ? shortSet(all, seed) : faults,
    listOnly: values.list ?? false,
    named: positionals,
  };
}

/** In their usual order, as those that share a Callboard stand together. */
function shortSet(all: readonly Fault[], seed: number): Fault[] {
  const chosen = new Random(seed, 'short set').some(
    all.filter(({ short }) => short),
    SHORT_SET,
  );
  return all.filter((fault) => chosen.includes(fault));
}

const HIGHEST_SEED = 2 ** 31;

export function readSeed(text: string | undefined): number {
  const seed = text === undefined ? Math.floor(Math.random() * HIGHEST_SEED) : Number(text);
  if (Number.isSafeInteger(seed) && seed >= 0) return seed;
  throw new Error(`--seed takes a whole number from 0, not ${text}`);
}
