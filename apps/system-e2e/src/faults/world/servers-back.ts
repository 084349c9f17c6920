import { eventually } from '@callboard/testing';
import type { World } from './world';

const WITHIN_MS = 60_000;

/** Does something to PostgreSQL or NATS that ends it, and waits until its successor runs. */
export async function serverBack(
  world: World,
  server: 'postgres' | 'nats',
  end: (pid: number) => void,
): Promise<void> {
  const before = world.stack.servers.pids[server];
  if (before === undefined) throw new Error(`there is no ${server} of ours`);
  end(before);
  const isBack = (): boolean => world.stack.servers.pids[server] !== before;
  await eventually(`${server} is started again`, isBack, { timeoutMs: WITHIN_MS });
}

/** Waits until a process that died is there again and ready, in place of the one with this id. */
export async function processBack(world: World, name: string, before: number | undefined): Promise<void> {
  await eventually(
    `${name} is back`,
    async () => {
      const found = world.processes.find(({ plan }) => plan.name === name);
      if (found?.pid === undefined || found.pid === before) return false;
      if (found.healthUrl === undefined) return true;
      return (await fetch(`${found.healthUrl}/health/ready`)).ok;
    },
    { timeoutMs: WITHIN_MS },
  );
}
