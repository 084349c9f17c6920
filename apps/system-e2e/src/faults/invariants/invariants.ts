import { messageOf } from '@callboard/kernel';
import { eventually } from '@callboard/testing';
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
  return broken(
    world,
    checksOf(world).filter(({ atRest }) => !atRest),
  );
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
  const lines = await broken(
    world,
    checksOf(world).filter((check) => check.atRest),
  );
  if (lines.length > 0) return lines;
  return [...(await missingBells(world.database, world.nats)), ...(await vitalFaults(world))];
}

const checksOf = (world: World): Check[] => [
  ...CLAIMS,
  ...HISTORIES,
  ...eventChecks([...world.ledger.poison]),
  ...acknowledgedChecks(world.ledger),
  FINISHED,
];

async function broken(world: World, checks: readonly Check[]): Promise<string[]> {
  const lines: string[] = [];
  for (const check of checks) {
    const parameters = check.given === undefined ? [] : [JSON.stringify(check.given)];
    const { rows } = await world.database.query<{ example: string }>(
      `select (count(*) over ())::int as found, example from (${check.sql}) as broken limit 1`,
      parameters,
    );
    const [row] = rows as { example: string; found: number }[];
    if (row) lines.push(`${check.invariant}: ${row.found} ${check.broken}, such as ${row.example}`);
  }
  return lines;
}
