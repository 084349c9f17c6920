import { claimJobs, type Caller, settleOperations } from '@callboard/contracts';
import { messageOf } from '@callboard/kernel';
import { RequestClient } from '@callboard/messaging';
import type { Fault, Run } from '../fault';
import { postJob } from '../world/claims';
import { processBack } from '../world/servers-back';
import type { World } from '../world/world';
import { NOBODYS } from '../world/workflows';

const JOBS = 200;
const CALLER: Caller = { kind: 'site', siteId: 'rolling', clientId: 'rolling' };

export const rollingRestart: Fault = {
  name: 'rolling-restart',
  given: 'two processes of each service, and claims all the time',
  fault: 'each process is told to stop with SIGTERM, one after the other, and started again',
  invariant: 'no claim and no settlement fails, none of them is asked twice',
  short: false,
  world: { scale: { objects: 2, triggers: 2, jobs: 2, operations: 2, sites: 2, 'api-gateway': 2 } },
  async run({ world, counts, size }: Run) {
    for (let n = 0; n < JOBS; n += 1) await postJob(world, NOBODYS);
    let going = true;
    const failures: string[] = [];
    const claimers = Array.from({ length: 4 }, async () => {
      while (going) await claimAndRelease(world, counts.add.bind(counts), failures);
    });
    const restarted = world.stack.processes.slice(0, size(world.stack.processes.length, 4));
    for (const { plan, pid } of restarted) {
      if (pid) process.kill(pid, 'SIGTERM');
      await processBack(world, plan.name, pid);
      counts.add('restarts');
    }
    going = false;
    await Promise.all(claimers);
    if (failures.length > 0)
      throw new Error(`I8: ${failures.length} claims failed in a rolling restart, such as: ${failures[0]}`);
  },
};

/** Asks once. What is claimed is settled, and a job more posted in its place. */
async function claimAndRelease(
  world: World,
  count: (what: string) => void,
  failures: string[],
): Promise<void> {
  const requests = new RequestClient(world.nats);
  try {
    const pick = { workflow_id: NOBODYS, max: 1 };
    const { items } = await requests.request(claimJobs, { pick }, { caller: CALLER });
    for (const item of items) {
      if (!item.ok) throw new Error(item.error.message);
      const end = { items: [{ id: item.item.operation.id, result: {} }] };
      await requests.request(settleOperations, end, { caller: CALLER });
      await postJob(world, NOBODYS);
      count('claimed and settled');
    }
  } catch (thrown) {
    failures.push(messageOf(thrown));
  }
}
