import type { Row } from './check';
import type { Outcome } from './outcome';

/** What unchanged clients would notice: the lines of the checklist (contract 10), which checks speak for. */
export const CHECKLIST: Record<number, string> = {
  1: 'tokens: `expires` as an object, the form, Basic; a full day',
  2: 'a claim gives a usable operation, again and again; a refusal lets the watcher live',
  3: 'PATCH of an operation takes and gives any metadata and result, and keeps its own',
  4: 'lists: pages, filters, projections, empty parameters, 10,000 at once, repeated tokens',
  5: 'claims tell op_id, site_id, cancelled; a released job is open to the watcher',
  6: 'a released operation is done, so that the scheduler does not take it for running',
  7: 'a claim without a word about leases holds for 30 days',
  8: 'statuses and texts of json:validate, json:submit, runs, jobs, objects, credentials',
  9: 'public reads, unknown parameters, slashes, %3A, empty and large bodies, long queries',
  10: 'config, object fields and operation payloads come back as sent',
};

/** A row for each line: what differs in one of its checks differs in the line. */
export function checklistRows(rows: readonly Row[]): Row[] {
  return Object.entries(CHECKLIST).map(([line, name]) => ({
    name: `checklist: ${name}`,
    section: `10.${line}`,
    lines: [],
    outcome: outcomeOf(rows.filter(({ lines }) => lines.includes(Number(line)))),
  }));
}

function outcomeOf(rows: readonly Row[]): Outcome {
  const named = (kind: Outcome['kind']): string[] =>
    rows.filter(({ outcome }) => outcome.kind === kind).map(({ name }) => name);
  const [differing, untried] = [named('differs'), named('not tried')];
  if (differing.length > 0)
    return {
      kind: 'differs',
      call: '',
      differences: differing.map((came) => ({ place: '', expected: 'ok of each of its checks', came })),
    };
  if (rows.length === 0) return { kind: 'not tried', why: 'no check speaks for it' };
  if (untried.length > 0) return { kind: 'not tried', why: `not all of it: ${untried.join('; ')}` };
  return { kind: 'ok' };
}
