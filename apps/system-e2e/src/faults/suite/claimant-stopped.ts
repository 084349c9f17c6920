import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Operation } from '@callboard/contracts';
import { eventually } from '@callboard/testing';
import type { Fault, Run } from '../fault';
import { postJob } from '../world/claims';
import type { World } from '../world/world';
import { SOLO } from '../world/workflows';

interface ClaimRow {
  operation_id: string;
  site_id: string;
  outcome: string | null;
}

const WITHIN_MS = 60_000;

/** It neither lives nor is dead: it holds a lease that has run out, and comes back to report. */
export const claimantStopped: Fault = {
  name: 'claimant-stopped',
  given: 'a worker that holds a job under a lease',
  fault:
    'it is stopped with SIGSTOP past the lease, another claims the job, it goes on, and both report done',
  invariant: 'one report is taken; the late one is refused with 409 operation-expired',
  short: true,
  async run({ world, counts, size }: Run) {
    for (let round = 0; round < size(5, 1); round += 1) {
      const gate = join(world.folder, `gate-${round}`);
      const stopped = await world.addWorker({ FAULT_WORKFLOWS: SOLO });
      const job = await postJob(world, SOLO, { wait_for: gate });
      const first = await claimOf(world, job, 1);
      if (stopped.pid) process.kill(stopped.pid, 'SIGSTOP');
      // Bells that the stopped one swallows come back after ten seconds; who is new claims without one.
      await eventually('its lease runs out', async () => (await claimOf(world, job, 1)).outcome, {
        timeoutMs: WITHIN_MS,
      });
      const other = await world.addWorker({ FAULT_WORKFLOWS: SOLO });
      const second = await claimOf(world, job, 2);
      if (stopped.pid) process.kill(stopped.pid, 'SIGCONT');
      writeFileSync(gate, '');
      await demandRefusal(world, first);
      await eventually('the second claim ends', async () => (await claimOf(world, job, 2)).outcome !== null, {
        timeoutMs: WITHIN_MS,
      });
      await demandEnds(world, [first, second]);
      for (const worker of [stopped, other]) await world.removeWorker(worker);
      counts.add('late reports refused');
    }
  },
};

function claimOf(world: World, job: string, attempt: number): Promise<ClaimRow> {
  return eventually(
    `claim ${attempt} of ${job}`,
    async () => {
      const { rows } = await world.database.query<ClaimRow>(
        'select operation_id, site_id, outcome from jobs.claims where job_id = $1 and attempt = $2',
        [job, attempt],
      );
      return rows[0];
    },
    { timeoutMs: WITHIN_MS },
  );
}

/** The report of the one that was given up, as it would send it. */
async function demandRefusal(world: World, { operation_id: id }: ClaimRow): Promise<void> {
  const body = { done: true, result: { late: true } };
  const late = await world.site.call<{ code?: string }>('PATCH', `/operations/${id}`, body);
  if (late.status === 409 && late.body.code === 'operation-expired') return;
  throw new Error(
    `I1: the late report of ${id} is answered ${late.status} ${JSON.stringify(late.body)}, not 409 operation-expired`,
  );
}

async function demandEnds(world: World, [first, second]: [ClaimRow, ClaimRow]): Promise<void> {
  const states = await Promise.all(
    [first, second].map(async ({ operation_id: id }) => {
      const { body } = await world.site.call<Operation>('GET', `/operations/${id}`);
      return `${body.outcome} ${JSON.stringify(body.result ?? null).includes('late') ? 'late' : ''}`.trim();
    }),
  );
  if (states.join(', ') !== 'expired, succeeded')
    throw new Error(`I1: the claims ended as ${states.join(', ')}, not as expired, succeeded`);
}
