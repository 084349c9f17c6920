import { type Caller, claimJobs } from '@callboard/contracts';
import { RequestClient } from '@callboard/messaging';
import type { Fault, Run } from '../fault';
import { postJob } from '../world/claims';
import type { World } from '../world/world';
import { NOBODYS } from '../world/workflows';

const CLAIMERS = 50;
const AT_ONCE = 10;

export const raceForManyJobs: Fault = {
  name: 'race-for-many-jobs',
  given: '1,000 jobs of one workflow, and 50 claimers (in the short set, 100 jobs)',
  fault: 'all ask for whatever there is, a few at a time, until nothing is left',
  invariant: 'every job is claimed by exactly one of them',
  short: true,
  async run({ world, counts, size }: Run) {
    const wanted = size(1000, 100);
    const posted = new Set<string>();
    const poster = async (): Promise<void> => {
      while (posted.size < wanted) posted.add(await postJob(world, NOBODYS));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, poster));
    const won = (await Promise.all(Array.from({ length: CLAIMERS }, (_, n) => claimAll(world, n)))).flat();
    const missed = [...posted].filter((id) => !won.includes(id)).length;
    if (missed > 0 || new Set(won).size !== won.length)
      throw new Error(`I1: of ${posted.size} jobs ${missed} were not claimed; ${won.length} claims won`);
    counts.set('won', won.length);
  },
};

/** What one claimer wins until nothing is left. */
async function claimAll(world: World, n: number): Promise<string[]> {
  const requests = new RequestClient(world.nats);
  const caller: Caller = { kind: 'site', siteId: `racer-${n}`, clientId: `racer-${n}` };
  const won: string[] = [];
  for (;;) {
    const pick = { workflow_id: NOBODYS, max: 1 + (n % 5) };
    const { items } = await requests.request(claimJobs, { pick }, { caller, timeoutMs: 30_000 });
    if (items.length === 0) return won;
    for (const item of items) if (item.ok) won.push(item.item.job.id);
  }
}
