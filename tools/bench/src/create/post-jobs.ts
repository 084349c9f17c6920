import { createJobs, type JobIn } from '@callboard/contracts';
import { silentLog } from '@callboard/kernel';
import { closeNats, connectToNats, RequestClient } from '@callboard/messaging';
import type { Bench } from '../bench-stack';

const BATCH = 1000;
const AT_ONCE = 4;

/** A job that asks for next to nothing. */
export const tinyJob = (workflowId: string, n: number): JobIn => ({
  workflow: { id: workflowId },
  config: { n },
});

/** Posts jobs in bulk, as a service does; gives their ids in the order posted. */
export async function postJobs({ stack }: Bench, workflowId: string, count: number): Promise<string[]> {
  const { username: user, password, host } = new URL(stack.dev.natsUrl);
  const nats = await connectToNats({ url: `nats://${host}`, user, password, name: 'bench', log: silentLog });
  const requests = new RequestClient(nats);
  const ids: string[] = new Array<string>(count);
  let next = 0;
  const poster = async (): Promise<void> => {
    for (let from = next; from < count; from = next) {
      next += BATCH;
      const items = Array.from({ length: Math.min(BATCH, count - from) }, (_, n) =>
        tinyJob(workflowId, from + n),
      );
      const caller = { kind: 'site', siteId: 'nmdc-runtime', clientId: 'bench' } as const;
      const replies = await requests.request(createJobs, { items }, { caller, timeoutMs: 30_000 });
      for (const [at, reply] of replies.items.entries()) {
        if (!reply.ok) throw new Error(`a job was refused: ${reply.error.message}`);
        ids[from + at] = reply.item.id;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, poster));
  await closeNats(nats);
  return ids;
}
