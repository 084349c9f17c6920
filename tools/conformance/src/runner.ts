import type { Check, Need, Row } from './check';
import { Differs, NotTried, type Outcome } from './outcome';
import type { Stage } from './stage';

/** Makes the checks one after the other, as later ones use what earlier ones made. None stops another. */
export async function runChecks(
  checks: readonly Check[],
  stage: Stage,
  tell: (row: Row) => void,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const check of checks) {
    const { name, section, lines = [] } = check;
    const row = { name, section, lines, outcome: await outcomeOf(check, stage) };
    rows.push(row);
    tell(row);
  }
  return rows;
}

async function outcomeOf(check: Check, stage: Stage): Promise<Outcome> {
  try {
    for (const need of check.needs ?? []) NEEDS[need](stage);
    await check.run(stage);
    return { kind: 'ok' };
  } catch (thrown) {
    if (thrown instanceof NotTried) return { kind: 'not tried', why: thrown.message };
    if (thrown instanceof Differs) {
      const { call, differences } = thrown;
      return { kind: 'differs', call, differences };
    }
    const came = thrown instanceof Error ? thrown.message : String(thrown);
    return { kind: 'differs', call: '', differences: [{ place: '', expected: 'an answer', came }] };
  }
}

/** Throws NotTried when somebody is missing. */
const NEEDS: Record<Need, (stage: Stage) => unknown> = {
  site: (stage) => stage.site,
  admin: (stage) => stage.admin,
};
