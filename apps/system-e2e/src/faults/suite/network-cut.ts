import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, Run } from '../fault';
import { whileLoaded } from '../world/while-loaded';

/** A cable that is pulled tells nobody; a router that forgets resets what it does not know. */
const HEALED = ['and goes on', 'and is found to be reset'] as const;

export const networkCut: Fault = {
  name: 'network-cut',
  given: 'a Callboard in which objects are tagged all the time',
  fault:
    'the way between gateway and NATS, between a service and PostgreSQL or NATS, or between worker and NATS is cut for 30 s, then healed (in the short set, one of them for 3 s)',
  invariant: 'what was acknowledged is there, and every tagged object has one job of each workflow',
  short: false,
  world: { cuttable: true },
  async run({ world, random, counts, size, say }: Run) {
    const { ways } = world;
    if (!ways) throw new Error('this fault needs ways that can be cut');
    await world.addWorker({ NATS_URL: ways.natsOfWorkers });
    await whileLoaded(world, counts, async () => {
      for (const [name, way] of random.some(ways.all, size(ways.all.length, 1))) {
        const healed = random.pick(HEALED);
        say(`${name} is cut ${healed}`);
        way.cut();
        await delay(size(30_000, 3000));
        way.heal(healed === HEALED[1]);
        counts.add('cuts');
        await delay(1000);
      }
    });
  },
};
