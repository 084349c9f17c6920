import type { OperationHistoryEntry } from '@callboard/contracts';

/** $1 operation, $2 entry before, $3 most. A row without `n` tells of an operation without further entries. */
export const HISTORY = `
select h.seq as n, h.at, h.from_state, h.to_state, h.who, h.why
  from operations o left join lateral (
    select * from operation_history h where h.operation_id = o.id and h.seq > $2 order by h.seq limit $3
  ) h on true
 where o.id = $1
 order by h.seq`;

export type HistoryRow =
  | { n: null }
  | { n: string; at: Date; from_state: string | null; to_state: string; who: string; why: string };

export function historyEntry(row: HistoryRow): OperationHistoryEntry[] {
  if (row.n === null) return [];
  const { at, from_state: from, to_state: to, who, why } = row;
  return [{ n: Number(row.n), at: at.toISOString(), from, to, who, why }];
}
