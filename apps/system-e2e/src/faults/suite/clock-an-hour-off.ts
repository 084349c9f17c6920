import { eventually } from '@callboard/testing';
import type { Fault, Run } from '../fault';
import { postJob } from '../world/claims';
import { LEASE_MS, SOLO } from '../world/workflows';

const HOUR_MS = 3_600_000;

/** Only the clock of the database counts for leases. */
export const clockAnHourOff: Fault = {
  name: 'clock-an-hour-off',
  given: 'workers whose clock goes an hour before or behind that of the servers',
  fault: 'they claim, renew and report as if nothing were wrong',
  invariant: 'no lease is lost, and every job is done by one attempt',
  short: true,
  async run({ world, random, counts, size }: Run) {
    const shift = random.pick([HOUR_MS, -HOUR_MS]);
    const worker = await world.addWorker({ FAULT_CLOCK_SHIFT_MS: String(shift), FAULT_WORKFLOWS: SOLO });
    for (let n = 0; n < size(50, 5); n += 1) await postJob(world, SOLO);
    // Twice its lease, which must have been renewed then, and longer than the sweeper lets one pass.
    const slow = await postJob(world, SOLO, { last_ms: 2 * LEASE_MS + 6000 });
    const attempt = await eventually(
      'the slow job is done by the worker with the wrong clock',
      async () => {
        const { rows } = await world.database.query<{ attempt: number }>(
          `select attempt from jobs.jobs where id = $1 and state = 'succeeded'`,
          [slow],
        );
        return rows[0]?.attempt;
      },
      { timeoutMs: 60_000 },
    );
    if (attempt !== 1) throw new Error(`I1: a job took ${attempt} attempts because a clock was wrong`);
    counts.set('clock off by minutes', shift / 60_000);
    await world.removeWorker(worker);
  },
};
