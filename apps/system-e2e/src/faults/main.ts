import { messageOf } from '@callboard/kernel';
import { stopOnSignal } from '../../../../tools/dev-stack/src/stop-on-signal';
import { readOptions } from './options';
import { tableOf } from './report';
import { Runner } from './runner';
import { inOwnNetwork } from './world/own-network';
import { FAULTS } from './suite';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm run test:faults -- --seed N [names]`: see docs/faults.md. */
async function main(): Promise<void> {
  const { seed, isShort, faults, listOnly, named } = readOptions(process.argv.slice(2), FAULTS);
  if (listOnly) return faults.forEach(({ name, fault }) => say(`${name}: ${fault}`));
  const inside = inOwnNetwork();
  if (inside) {
    process.exitCode = await inside;
    return;
  }
  const again = ['npm run test:faults -- --seed', seed, ...(isShort ? ['--short'] : []), ...named].join(' ');
  say(`The same again: ${again}`);
  const runner = new Runner({ seed, faults, isShort, say });
  const interrupted = stopOnSignal(() => runner.stop());
  const results = await runner.run().catch((thrown: unknown) => {
    if (interrupted()) return new Promise<never>(() => undefined);
    throw thrown;
  });
  if (interrupted()) return new Promise<never>(() => undefined);
  say(`\n${tableOf(results)}\n`);
  const broken = results.filter((result) => result.broken.length > 0);
  say(broken.length === 0 ? 'All invariants hold.' : `${broken.length} faults broke an invariant: ${again}`);
  process.exitCode = broken.length === 0 ? 0 : 1;
}

main().then(
  () => process.exit(),
  (thrown: unknown) => {
    process.stderr.write(`${messageOf(thrown)}\n`);
    process.exit(2);
  },
);
