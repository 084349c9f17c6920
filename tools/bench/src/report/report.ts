import { type AsShipped, asShippedInWords } from '../as-shipped/as-shipped';
import { type Machine, machineInWords } from '../place/machine';
import { table } from './figures';
import type { Row } from './row';

/** What a run of the bench came to; the JSON file holds it as it is. */
export interface Results {
  at: string;
  machine: Machine;
  asShipped: AsShipped;
  /** Empty where there was no database to insert into. */
  bare: Row[];
  /** By name of the scenario. */
  scenarios: Record<string, Row[]>;
}

/** All that a person reads: machine, figures, CPU times, and what was seen to be as it ships. */
export function inWords(results: Results): string {
  const rows = [...results.bare, ...Object.values(results.scenarios).flat()];
  const parts = [
    machineInWords(results.machine),
    figuresTable(rows),
    ...(results.bare.length > 0 ? [LEGEND] : [NO_BARE]),
    cpuTable(rows),
    asShippedInWords(results.asShipped),
  ];
  return parts.join('\n\n');
}

const LEGEND =
  'rate/bare: the rate, for each hop that one thing stands for, as a share of that of the bare hops with as many ' +
  'connections.\ntime/bare: p50 as a multiple of that of one bare hop with 1 connection. What was done once has its time under p50. Aims are ' +
  'for two idle cores.';
const NO_BARE =
  'Without the bare hops, so without ratios: they insert into the database, named with --database.';

const number = (value: number | undefined, digits: number): string => value?.toFixed(digits) ?? '';

/** The figures, with their ratios to the bare hops of the same run. */
export function figuresTable(rows: readonly Row[]): string {
  const lines = rows.map((row) => [
    row.what,
    number(row.count, 0),
    number(row.perSecond, row.perSecond !== undefined && row.perSecond < 100 ? 1 : 0),
    number(row.each?.p50 ?? row.onceMs, 1),
    number(row.each?.p99, 1),
    number(row.rateToBare, 2),
    number(row.timeToBare, 1),
    row.aim ?? '',
    remarks(row),
  ]);
  return table([
    ['', 'count', 'a second', 'p50 ms', 'p99 ms', 'rate/bare', 'time/bare', 'aim', ''],
    ...lines,
  ]);
}

function remarks({ twice, lost, memoryMb, note }: Row): string {
  const parts = [
    twice === undefined ? '' : `${twice} twice`,
    lost === undefined ? '' : `${lost} lost`,
    memoryMb === undefined ? '' : memoryInWords(memoryMb),
    note ?? '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function memoryInWords(memoryMb: Record<string, number>): string {
  const parts = Object.entries(memoryMb);
  if (parts.length === 0) return 'this system does not tell';
  const sum = parts.reduce((total, [, mb]) => total + mb, 0);
  return `${sum.toFixed(0)} MB: ${parts.map(([name, mb]) => `${name} ${mb.toFixed(0)}`).join(', ')}`;
}

/** Where the CPU time went, in ms for each thing, a column for each process. */
export function cpuTable(rows: readonly Row[]): string {
  const spent = rows.flatMap(({ what, cpuMs = {} }) => {
    const sum = Object.values(cpuMs).reduce((total, ms) => total + ms, 0);
    return sum > 0 ? [{ what, cpuMs, sum }] : [];
  });
  if (spent.length === 0) return 'CPU times are told for a stack of the bench, on Linux.';
  const names = [...new Set(spent.flatMap(({ cpuMs }) => Object.keys(cpuMs)))];
  const lines = spent.map(({ what, cpuMs, sum }) => [
    what,
    number(sum, 2),
    ...names.map((name) => number(cpuMs[name], 2)),
  ]);
  return table([['CPU ms for each', 'sum', ...names], ...lines]);
}
