import type { Fault, Run } from '../fault';
import { demandJobsOf } from '../world/jobs-of';
import { Load } from '../world/load';
import { TRIGGERED } from '../world/workflows';

const TAGGERS = 32;

export const tenThousandObjects: Fault = {
  name: 'ten-thousand-objects',
  given: 'an object type that feeds three workflows',
  fault: '10,000 objects are tagged with it as fast as that goes (in the short set, 100)',
  invariant: 'there are exactly 30,000 jobs',
  short: true,
  async run({ world, counts, size }: Run) {
    const before = new Set(world.ledger.tagged.keys());
    await new Load(world).tag(size(10_000, 100), TAGGERS);
    const ids = [...world.ledger.tagged.keys()].filter((id) => !before.has(id));
    counts.set('tagged', ids.length);
    await demandJobsOf(world, ids, ids.length * TRIGGERED.length);
  },
};
