import type { Row } from './row';

/** Rows with their ratios to the bare hops of the same run, which are rows themselves; none where there are none. */
export function withRatios(rows: readonly Row[], bare: readonly Row[]): Row[] {
  return rows.map((row) => ({ ...row, ...ratioOf(row, bare) }));
}

function ratioOf({ perSecond, each, beside }: Row, bare: readonly Row[]): Partial<Row> {
  if (beside === undefined) return {};
  const hops = bare.find((row) => row.beside?.connections === beside.connections);
  if (beside.compare === 'rate')
    return perSecond === undefined || hops?.perSecond === undefined
      ? {}
      : { rateToBare: (perSecond * beside.hops) / hops.perSecond };
  return each === undefined || hops?.each === undefined
    ? {}
    : { timeToBare: each.p50 / (hops.each.p50 * beside.hops) };
}
