import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '@callboard/kernel';
import { eventually } from '@callboard/testing';
import { Counts } from '../counts';
import { Broken, brokenNow, demandAll } from '../invariants/invariants';
import { Random } from '../random';
import { whileLoaded } from '../world/while-loaded';
import type { World } from '../world/world';
import { killSomething } from './kill-something';
import { MemoryWatch } from './memory-watch';

const EVERY_MS = 10_000;
/** Of one tagger, after each object: the soak is about time, not about how much there is. */
const PAUSE_MS = 1000;
const LOOK_AFTER = 6;
const LOG_IN_AFTER = 60;

interface SoakOptions {
  readonly world: World;
  readonly minutes: number;
  readonly seed: number;
  say(line: string): void;
}

/** Kills something random every ten seconds under load. Gives, in words, what does not hold. */
export async function soak({ world, minutes, seed, say }: SoakOptions): Promise<string[]> {
  const random = new Random(seed, 'soak');
  const counts = new Counts();
  const memory = new MemoryWatch(world);
  const broken: string[] = [];
  const rounds = Math.max(1, Math.round((minutes * 60_000) / EVERY_MS));
  await whileLoaded(
    world,
    counts,
    async () => {
      for (let round = 1; round <= rounds && broken.length === 0; round += 1) {
        await delay(EVERY_MS);
        memory.sample();
        const victim = await killSomething(world, random);
        counts.add(`kills of ${victim}`);
        if (round % LOG_IN_AFTER === 0)
          await eventually('a new token', async () => (await world.logInAgain(), true));
        if (round % LOOK_AFTER !== 0) continue;
        broken.push(...(await look(world)));
        say(`${((round * EVERY_MS) / 60_000).toFixed(0)} min: ${memory.inWords}; ${String(counts)}`);
      }
    },
    PAUSE_MS,
  );
  broken.push(...(await atTheEnd(world)), ...memory.faults());
  say(`${String(counts)}; ${memory.inWords}`);
  return broken;
}

/** At once after a kill the database may be away. */
async function look(world: World): Promise<string[]> {
  return (await eventually('the database answers', async () => ({ lines: await brokenNow(world) }))).lines;
}

async function atTheEnd(world: World): Promise<string[]> {
  try {
    await demandAll(world);
    return [];
  } catch (thrown) {
    return thrown instanceof Broken ? [...thrown.lines] : [messageOf(thrown)];
  }
}
