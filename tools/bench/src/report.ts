import { type Figures, table } from './figures';
import type { Throughput } from './load/closed-loop';

/** One figure of a scenario. */
export interface Row {
  what: string;
  /** Things in a second. */
  perSecond?: number;
  /** Of one thing, in ms. */
  each?: Figures;
  /** How many bare hops one thing stands for; absent where a ratio says nothing. */
  toBare?: number;
  note?: string;
}

const number = (value: number | undefined, digits: number): string => value?.toFixed(digits) ?? '';

/** The figures as a table, each also as a ratio to the bare hops of the same run. */
export function reportOf(rows: readonly Row[], bare: Throughput): string {
  const ratio = ({ perSecond, toBare }: Row): string =>
    perSecond === undefined || toBare === undefined ? '' : ((perSecond * toBare) / bare.perSecond).toFixed(2);
  const lines = rows.map((row) => [
    row.what,
    number(row.perSecond, 0),
    number(row.each?.p50, 1),
    number(row.each?.p99, 1),
    ratio(row),
    row.note ?? '',
  ]);
  return table([['', 'a second', 'p50 ms', 'p99 ms', 'to bare', ''], ...lines]);
}
