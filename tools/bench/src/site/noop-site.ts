import { silentLog } from '@callboard/kernel';
import { defineWorkflow, runSite } from '@callboard/site-kit';
import { clockMs } from '../load/clock';

/** What the parent is told of each job once its operation is settled; times by `clockMs`. */
export interface SettledJob {
  jobId: string;
  objectId?: string;
  startedAt: number;
  settledAt: number;
}

/** Messages to the parent: that bells are listened for, and jobs as they are settled. */
export type FromSite = { ready: true } | { settled: SettledJob[] };

const LOOK_MS = 5;

/** A site that does nothing, as fast as it can: argv is the workflow and the number of jobs at once. */
async function main(workflowId: string, slots: number): Promise<void> {
  // Its parent may be killed: then nobody hears what it says.
  process.once('disconnect', () => process.exit());
  const running = new Map<string, Omit<SettledJob, 'settledAt'>>();
  let settled: SettledJob[] = [];
  const log = {
    ...silentLog,
    info: (fields: object, message: string): void => {
      if (message !== 'operation settled' || !('job_id' in fields)) return;
      const jobId = String(fields.job_id);
      const job = running.get(jobId);
      if (job !== undefined) settled.push({ ...job, settledAt: clockMs() });
      running.delete(jobId);
      if (settled.length === 1) setImmediate(tell);
    },
  };
  const tell = (): void => {
    process.send?.({ settled } satisfies FromSite);
    settled = [];
  };
  const workflow = defineWorkflow({
    id: workflowId,
    concurrency: slots,
    run: ({ job }) => {
      const { object_id: objectId } = job.config;
      const named = typeof objectId === 'string' ? { objectId } : {};
      running.set(job.id, { jobId: job.id, ...named, startedAt: clockMs() });
      return Promise.resolve({});
    },
  });
  const site = await runSite({ workflows: [workflow], log });
  const look = setInterval(() => {
    if (!site.listening) return;
    clearInterval(look);
    process.send?.({ ready: true } satisfies FromSite);
  }, LOOK_MS);
}

void main(process.argv[2] ?? '', Number(process.argv[3]));
