import { parseArgs } from 'node:util';
import { messageOf } from '@callboard/kernel';
import { startTestPostgres, stopTestPostgres, TEST_POSTGRES_SETTING } from '@callboard/testing';
import { stopOnSignal } from '../../../../tools/dev-stack/src/stop-on-signal';
import { readSeed } from '../faults/options';
import { type Answers, carryOutSequences } from './sequences';

const LANES = 6;
const COMMANDS = 1_000_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm run test:model -- --commands N --seed N`: see docs/faults.md. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { seed: { type: 'string' }, commands: { type: 'string' } } });
  const seed = readSeed(values.seed);
  const commands = readCount(values.commands);
  say(`The same again: npm run test:model -- --commands ${commands} --seed ${seed}`);
  process.env[TEST_POSTGRES_SETTING] = await startTestPostgres();
  stopOnSignal(stopTestPostgres);
  const began = performance.now();
  const progress = (done: number): void => {
    const perSecond = Math.round((1000 * done) / (performance.now() - began));
    if (done % 100_000 === 0) say(`${done.toLocaleString('en')} commands, ${perSecond} per second`);
  };
  try {
    say(tableOf(await carryOutSequences({ commands, seed, lanes: LANES, progress })));
    say('Each had the answer, and all of them the outcome, that the model says.');
  } finally {
    await stopTestPostgres();
  }
}

function readCount(text: string | undefined): number {
  const count = text === undefined ? COMMANDS : Number(text);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new Error(`--commands takes a whole number above 0, not ${text}`);
}

/** How often each command had each answer, by command. */
function tableOf(answers: Answers): string {
  const lines = [...answers].sort(([one], [other]) => one.localeCompare(other));
  return lines.map(([answer, times]) => `${times.toLocaleString('en').padStart(10)}  ${answer}`).join('\n');
}

main().then(
  () => process.exit(),
  (thrown: unknown) => {
    process.stderr.write(`${messageOf(thrown)}\n`);
    process.exit(1);
  },
);
