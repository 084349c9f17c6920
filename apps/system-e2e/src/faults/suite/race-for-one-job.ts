import type { Fault, Run } from '../fault';
import { postJob } from '../world/claims';
import { secondSite } from '../world/second-site';
import { NOBODYS } from '../world/workflows';

const CLAIMERS = 50;

export const raceForOneJob: Fault = {
  name: 'race-for-one-job',
  given: 'one job, and 50 claimers of two sites',
  fault: 'all claim it at the same moment, 1,000 times over (in the short set, 5 times)',
  invariant: 'one site wins with one operation, and each claim of the other is refused with 409',
  short: true,
  async run({ world, counts, size }: Run) {
    const sites = [world.site, await secondSite(world)] as const;
    for (let round = 0; round < size(1000, 5); round += 1) {
      const job = await postJob(world, NOBODYS, { round });
      const claims = await Promise.all(
        Array.from({ length: CLAIMERS }, (_, at) =>
          sites[at % 2 === 0 ? 0 : 1].call<{ id: string }>('POST', `/jobs/${job}:claim`),
        ),
      );
      const won = claims.filter(({ status }) => status === 200);
      const refused = claims.filter(({ status }) => status === 409).length;
      const operations = new Set(won.map(({ body }) => body.id));
      if (won.length !== CLAIMERS / 2 || refused !== CLAIMERS / 2 || operations.size !== 1)
        throw new Error(
          `I1: of ${CLAIMERS} claims of ${job}, ${won.length} won ${operations.size} operations and ${refused} were refused`,
        );
      counts.add('rounds');
      counts.add('refused', refused);
    }
  },
};
