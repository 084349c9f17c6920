import { readFileSync } from 'node:fs';
import { Client } from '../../support/client';
import type { World } from '../world/world';

/** A process of ours takes about 100 MB; one that keeps what it should not takes more and more. */
const MOST_MB = 600;
/** Nothing is wrong any more: a simple call is answered at once. */
const MOST_MS = 2_000;

/** I8: memory and latency stay bounded. Gives, in words, what does not. */
export async function vitalFaults(world: World): Promise<string[]> {
  const large = world.processes.flatMap(({ plan, pid }) => {
    const mb = residentMb(pid);
    return mb === undefined || mb <= MOST_MB ? [] : [`I8: ${plan.name} takes ${mb} MB, more than ${MOST_MB}`];
  });
  const from = performance.now();
  const { status } = await new Client(world.stack.gatewayUrl).call('GET', '/workflows');
  const ms = Math.round(performance.now() - from);
  if (status !== 200) large.push(`I8: GET /workflows answers ${status}`);
  if (ms > MOST_MS) large.push(`I8: GET /workflows takes ${ms} ms, more than ${MOST_MS}`);
  return large;
}

/** Resident memory of a process in MB; undefined where the system does not tell, or it has just died. */
export function residentMb(pid: number | undefined): number | undefined {
  try {
    const [, kb] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kb === undefined ? undefined : Math.round(Number(kb) / 1024);
  } catch {
    return undefined;
  }
}
