import { messageOf } from '@callboard/kernel';
import { eventually } from '@callboard/testing';
import type { ClientBase } from 'pg';
import type { Ledger } from '../world/ledger';
import type { World } from '../world/world';
import { acknowledgedChecks } from './acknowledged';
import { FINISHED } from './at-rest';
import { missingBells } from './bells';
import type { Check } from './check';
import { CLAIMS } from './claims';
import { eventChecks } from './events';
import { HISTORIES } from './histories';
import { vitalFaults } from './vitals';

/** What is broken, in words with counts, one line each. */
export class Broken extends Error {
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'Broken';
  }
}

const REST_MS = 120_000;
const LOOK_MS = 250;

/** What must hold at every moment, whatever is going on. Gives what does not. */
export function brokenNow(world: World): Promise<string[]> {
  const checks = checksOf(world.ledger).filter(({ atRest }) => !atRest);
  return brokenOf(world.database, checks);
}

/**
 * Waits until everything has come to rest, then sees to it that all invariants hold: those that hold at every moment are
 * asked once before and once after.
 *
 * @throws Broken
 */
export async function demandAll(world: World): Promise<void> {
  const during = await eventually('the database answers', async () => ({ lines: await brokenNow(world) }));
  if (during.lines.length > 0) throw new Broken(during.lines);
  let last: string[] = ['nothing was looked at yet'];
  const look = async (): Promise<boolean> => {
    last = await atRest(world).catch((thrown: unknown) => [`I8: it does not answer: ${messageOf(thrown)}`]);
    return last.length === 0;
  };
  await eventually('rest', look, { timeoutMs: REST_MS, everyMs: LOOK_MS }).catch(() => undefined);
  const lines = [...last, ...(await brokenNow(world))];
  if (lines.length > 0) throw new Broken(lines);
}

async function atRest(world: World): Promise<string[]> {
  const checks = checksOf(world.ledger).filter((check) => check.atRest);
  const lines = await brokenOf(world.database, checks);
  if (lines.length > 0) return lines;
  return [...(await missingBells(world.database, world.nats)), ...(await vitalFaults(world))];
}

/** Everything that PostgreSQL can be asked about. */
export const checksOf = (ledger: Ledger): Check[] => [
  ...CLAIMS,
  ...HISTORIES,
  ...eventChecks([...ledger.poison]),
  ...acknowledgedChecks(ledger),
  FINISHED,
];

/** What of these does not hold, in words with counts. */
export async function brokenOf(
  database: Pick<ClientBase, 'query'>,
  checks: readonly Check[],
): Promise<string[]> {
  const lines: string[] = [];
  for (const check of checks) {
    const parameters = check.given === undefined ? [] : [JSON.stringify(check.given)];
    const { rows } = await database.query<{ example: string; found: number }>(
      `select (count(*) over ())::int as found, example from (${check.sql}) as broken limit 1`,
      parameters,
    );
    const [row] = rows;
    if (row) lines.push(`${check.invariant}: ${row.found} ${check.broken}, such as ${row.example}`);
  }
  return lines;
}
