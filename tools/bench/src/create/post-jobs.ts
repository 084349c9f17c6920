import { createJobs, type JobIn } from '@callboard/contracts';
import type { Bench } from '../place/bench';
import { asSite, askingServices } from '../site/ask-services';

const BATCH = 1000;
const AT_ONCE = 4;
const TIMEOUT_MS = 30_000;

/** A job that asks for next to nothing. */
export const tinyJob = (workflowId: string, n: number): JobIn => ({
  workflow: { id: workflowId },
  config: { n },
});

/** Posts jobs in bulk, as a service does; gives their ids in the order posted. */
export function postJobs(bench: Bench, workflowId: string, count: number): Promise<string[]> {
  return askingServices(bench, async (requests) => {
    const ids: string[] = new Array<string>(count);
    let next = 0;
    const poster = async (): Promise<void> => {
      for (let from = next; from < count; from = next) {
        next += BATCH;
        const items = Array.from({ length: Math.min(BATCH, count - from) }, (_, n) =>
          tinyJob(workflowId, from + n),
        );
        const how = { caller: asSite(bench), timeoutMs: TIMEOUT_MS };
        const replies = await requests.request(createJobs, { items }, how);
        for (const [at, reply] of replies.items.entries()) {
          if (!reply.ok) throw new Error(`a job was refused: ${reply.error.message}`);
          ids[from + at] = reply.item.id;
        }
        bench.say(`${from + items.length} of ${count} jobs posted`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, poster));
    return ids;
  });
}
