import { setTimeout as delay } from 'node:timers/promises';
import type { Counts } from '../counts';
import { walkOverHttp } from './claims';
import { Load } from './load';
import type { World } from './world';

/**
 * Does `work` while objects are tagged and jobs are claimed and settled over HTTP all the time; every call is repeated
 * until it is answered. `pauseMs`: between two of each, by each of them. Counts what was tagged, and the longest that anybody waited for an answer.
 */
export async function whileLoaded(
  world: World,
  counts: Counts,
  work: () => Promise<void>,
  pauseMs = 0,
): Promise<void> {
  const load = new Load(world, pauseMs);
  let going = true;
  world.ledger.waits.length = 0;
  load.start();
  const walks = (async () => {
    for (; going; counts.add('walks')) {
      await walkOverHttp(world);
      await delay(pauseMs);
    }
  })();
  try {
    await work();
  } finally {
    going = false;
    const ends = await Promise.allSettled([load.stop(), walks]);
    counts.add('tagged', load.tagged);
    counts.set('longest wait ms', Math.round(world.ledger.waits.reduce((most, ms) => Math.max(most, ms), 0)));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }
}
