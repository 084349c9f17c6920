import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { silentLog } from '@callboard/kernel';
import { defineWorkflow, type JobContext, JobFailure, type JsonObject, runSite } from '@callboard/site-kit';
import { LEASE_MS, POSTED, TRIGGERED } from './workflows';

/** What a posted job may ask of its worker. */
interface Wish {
  /** Goes on once this file is there. */
  wait_for?: string;
  /** Takes so many ms. */
  last_ms?: number;
  /** Ends the process, each time. */
  kill_worker?: boolean;
  /** Fails, each time. */
  fail?: boolean;
}

const SLOTS = 8;
const LOOK_MS = 20;

/** As on a machine whose clock is wrong: whoever asks for the time is told another one. */
function shiftClock(ms: number): void {
  if (ms === 0) return;
  const now = Date.now.bind(Date);
  const shifted = (): number => now() + ms;
  const Before = Date;
  globalThis.Date = new Proxy(Before, {
    construct: (target, args: number[]) => new target(args[0] ?? shifted()),
    get: (target, name) => (name === 'now' ? shifted : (Reflect.get(target, name) as unknown)),
  });
}

/** A worker of the site under test: a process of its own that does what the config of a job says. */
async function main(): Promise<void> {
  shiftClock(Number(process.env.FAULT_CLOCK_SHIFT_MS ?? 0));
  // It is started by the suite, and must not outlive it.
  process.once('disconnect', () => process.exit());
  const only = process.env.FAULT_WORKFLOWS?.split(',') ?? [...TRIGGERED, POSTED];
  const workflows = only.map((id) => defineWorkflow({ id, concurrency: SLOTS, leaseMs: LEASE_MS, run }));
  const site = await runSite({ workflows, log: silentLog, drainMs: 5000 });
  process.on('SIGTERM', () => void site.drain().then(() => process.exit()));
  const look = setInterval(() => {
    if (!site.listening) return;
    clearInterval(look);
    process.send?.({ kind: 'ready' });
  }, LOOK_MS);
}

async function run({ job, signal }: JobContext): Promise<JsonObject> {
  const wish = job.config as Wish;
  if (wish.kill_worker) process.kill(process.pid, 'SIGKILL');
  if (wish.fail) throw new JobFailure('asked-to-fail', 'the config of the job asks for it');
  while (wish.wait_for !== undefined && !existsSync(wish.wait_for))
    await delay(LOOK_MS, undefined, { signal });
  if (wish.last_ms !== undefined) await delay(wish.last_ms, undefined, { signal });
  return { by: process.pid };
}

void main();
