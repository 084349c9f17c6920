import type { Throughput } from '../load/closed-loop';
import type { Machine } from '../place/machine';
import { type Figures, table } from './figures';

/** One figure of a scenario. */
export interface Row {
  what: string;
  /** How many things were done. */
  count?: number;
  /** Things in a second. */
  perSecond?: number;
  /** Of one thing, in ms. */
  each?: Figures;
  /** How many bare hops one thing stands for; absent where a ratio says nothing. */
  toBare?: number;
  /** What it is meant to reach on two cores; never a verdict. */
  aim?: string;
  note?: string;
  /** CPU time of one thing in ms, by process. */
  cpuMs?: Record<string, number>;
}

/** What a run of the bench came to; the JSON file holds it as it is. */
export interface Results {
  at: string;
  machine: Machine;
  /** Absent where there was no database to insert into. */
  bare?: Throughput;
  scenarios: Record<string, Row[]>;
}

const number = (value: number | undefined, digits: number): string => value?.toFixed(digits) ?? '';
const rowsOf = ({ scenarios }: Results): Row[] => Object.values(scenarios).flat();

/** The figures as a table, each also as a ratio to the bare hops of the same run. */
export function figuresTable(results: Results): string {
  const lines = rowsOf(results).map((row) => [
    row.what,
    number(row.count, 0),
    number(row.perSecond, 0),
    number(row.each?.p50, 1),
    number(row.each?.p99, 1),
    ratioOf(row, results.bare),
    row.aim ?? '',
    row.note ?? '',
  ]);
  return table([['', 'count', 'a second', 'p50 ms', 'p99 ms', 'to bare', 'aim', ''], ...lines]);
}

function ratioOf({ perSecond, toBare }: Row, bare: Throughput | undefined): string {
  return perSecond === undefined || toBare === undefined || bare === undefined
    ? ''
    : ((perSecond * toBare) / bare.perSecond).toFixed(2);
}

/** Processes that cost less than this, in ms a thing, are left out. */
const WORTH_TELLING = 0.005;

/** Where the CPU time went, in ms for each thing; empty where the system does not tell. */
export function cpuTable(results: Results): string {
  const lines = rowsOf(results).flatMap(({ what, cpuMs }) => {
    const spent = Object.entries(cpuMs ?? {}).filter(([, ms]) => ms >= WORTH_TELLING);
    if (spent.length === 0) return [];
    const sum = spent.reduce((total, [, ms]) => total + ms, 0);
    const parts = spent
      .sort((one, other) => other[1] - one[1])
      .map(([name, ms]) => `${name} ${ms.toFixed(2)}`);
    return [[what, sum.toFixed(2), parts.join(', ')]];
  });
  return lines.length === 0 ? '' : table([['CPU ms for each', 'sum', ''], ...lines]);
}
