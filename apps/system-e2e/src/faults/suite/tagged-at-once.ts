import type { Fault, Run } from '../fault';
import { asking } from '../world/asking';
import { demandJobsOf } from '../world/jobs-of';
import { registered } from '../world/load';
import { OBJECT_TYPE, TRIGGERED } from '../world/workflows';

const TYPES = [OBJECT_TYPE];

export const taggedAtOnce: Fault = {
  name: 'tagged-at-once',
  given: 'one object',
  fault:
    'it is tagged 1,000 times at the same moment, and its tag taken away in between (in the short set, 100 times)',
  invariant: 'it has one job of each workflow',
  short: true,
  async run({ world, random, counts, size }: Run) {
    const id = await registered(world);
    const put = (types: readonly string[]): Promise<unknown> =>
      asking(() => world.site, world.ledger, ['PUT', `/objects/${id}/types`, types], [200]);
    const tags = Array.from({ length: size(1000, 100) }, () => (random.between(1, 5) === 1 ? [] : TYPES));
    await Promise.all(tags.map(put));
    await put(TYPES);
    world.ledger.tagged.set(id, TYPES);
    counts.set('tags', tags.length + 1);
    await demandJobsOf(world, [id], TRIGGERED.length);
  },
};
