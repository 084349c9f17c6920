import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, Run } from '../fault';
import { whileLoaded } from '../world/while-loaded';

const SLOW_MS = 40;

export const networkSlow: Fault = {
  name: 'network-slow',
  given: 'a Callboard in which objects are tagged all the time',
  fault: `every packet to PostgreSQL and NATS takes ${SLOW_MS} ms longer, and each second a few connections are lost`,
  invariant: 'what was acknowledged is there, and every tagged object has one job of each workflow',
  short: false,
  world: { cuttable: true },
  async run({ world, random, counts, size }: Run) {
    const { ways } = world;
    if (!ways) throw new Error('this fault needs ways that can be slow');
    await world.addWorker({ NATS_URL: ways.natsOfWorkers });
    for (const [, way] of ways.all) way.slow(SLOW_MS);
    await whileLoaded(world, counts, async () => {
      for (let second = 0; second < size(60, 5); second += 1) {
        await delay(1000);
        for (const [, way] of ways.all)
          counts.add(
            'connections lost',
            way.lose(() => random.between(1, 20) === 1),
          );
      }
    });
    for (const [, way] of ways.all) way.slow(0);
  },
};
