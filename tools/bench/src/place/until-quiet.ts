import type { Bench } from './bench';
import { untilIdle } from './until-idle';

/**
 * Waits until nothing of what came before goes on: pages that were changed are on disk, where the role of the bench may ask
 * for that, and all processes rest, those that vacuum included.
 */
export async function untilQuiet(bench: Bench): Promise<void> {
  const { rows = [] } =
    (await bench.database?.query<{ may: boolean }>(`select pg_has_role('pg_checkpoint', 'usage') as may`)) ??
    {};
  if (rows[0]?.may) await bench.database?.query('checkpoint');
  await untilIdle(bench.processes());
}
