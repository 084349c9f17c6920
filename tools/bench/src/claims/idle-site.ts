import { type Log, silentLog } from '@callboard/kernel';
import { defineWorkflow, runSite } from '@callboard/site-kit';

/** What the parent is told: when the first job began and the last one was settled, in ms of its clock. */
export interface SiteReport {
  settled: number;
  startedAt: number;
  endedAt: number;
}

/** Enough that one batch is claimed while others are settled. */
const SLOTS = 600;

/** A site that does nothing, as fast as it can; it tells when it has settled a number of jobs. */
async function main(workflowId: string, count: number): Promise<void> {
  const report: SiteReport = { settled: 0, startedAt: 0, endedAt: 0 };
  const log: Log = {
    ...silentLog,
    info: (...words: unknown[]) => {
      if (words.at(-1) !== 'operation settled') return;
      report.settled += 1;
      report.endedAt = Date.now();
      if (report.settled === count) process.send?.(report);
    },
  };
  const run = (): Promise<Record<string, never>> => {
    if (report.startedAt === 0) report.startedAt = Date.now();
    return Promise.resolve({});
  };
  await runSite({ workflows: [defineWorkflow({ id: workflowId, concurrency: SLOTS, run })], log });
}

void main(process.argv[2] ?? '', Number(process.argv[3]));
