import { parseArgs } from 'node:util';
import { messageOf } from '@callboard/kernel';
import { stopOnSignal } from '../../../../tools/dev-stack/src/stop-on-signal';
import { readSeed } from './options';
import { soak } from './soak/soak';
import { World } from './world/world';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm run soak -- --minutes 60`: see docs/faults.md. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } });
  const minutes = Number(values.minutes ?? 60);
  if (!(minutes > 0)) throw new Error(`--minutes takes a number above 0, not ${values.minutes}`);
  const seed = readSeed(values.seed);
  say(`The same again: npm run soak -- --minutes ${minutes} --seed ${seed}`);
  const starting = World.start();
  const interrupted = stopOnSignal(async () => (await starting).stop());
  const world = await starting;
  try {
    const broken = await soak({ world, minutes, seed, say });
    for (const line of broken) say(line);
    say(
      broken.length === 0
        ? 'All invariants hold, and memory is flat.'
        : `${broken.length} things do not hold.`,
    );
    process.exitCode = broken.length === 0 ? 0 : 1;
  } finally {
    if (interrupted()) await new Promise(() => undefined);
    await world.stop();
  }
}

main().then(
  () => process.exit(),
  (thrown: unknown) => {
    process.stderr.write(`${messageOf(thrown)}\n`);
    process.exit(2);
  },
);
