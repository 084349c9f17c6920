import { deepStrictEqual } from 'node:assert/strict';
import { messageOf } from '@callboard/kernel';
import fc from 'fast-check';
import { type Command, commands, policies, type Policy } from './commands';
import { Model } from './model';
import { RealSequence } from './real-sequence';
import { openRealStores, type RealStores } from './real-stores';
import { shortest } from './shortest';
import { standingOfModel } from './standing';

/** Commands of one sequence. */
export const LENGTH = 50;

export interface ModelRun {
  /** How many commands to draw, in sequences of {@link LENGTH}. */
  readonly commands: number;
  /** The same seed draws the same commands. */
  readonly seed: number;
  /** Sequences that are carried out side by side. */
  readonly lanes: number;
  /** Told how many commands have been carried out, now and then. */
  readonly progress?: (carriedOut: number) => void;
}

/** How often each command had each answer; the names of operations are left out. */
export type Answers = Map<string, number>;

type Tell = (command: Command, answer: string) => void;

/**
 * Draws commands and carries each out twice, by the model and by the use cases on PostgreSQL: answers, and in the end
 * every job, claim, operation and history, have to be the same. Each sequence is its own jobs and workflow.
 *
 * @throws Error with the seed, and the shortest sequence found that tells the two apart
 */
export async function carryOutSequences(run: ModelRun): Promise<Answers> {
  const stores = await openRealStores(run.lanes + 2);
  const answers: Answers = new Map();
  const tell = counting(answers, run.progress);
  const property = fc.asyncProperty(policies, sequences, (policy, sequence) =>
    carryOut(stores, policy, sequence, tell),
  );
  const numRuns = Math.ceil(run.commands / LENGTH / run.lanes);
  const lane = async (n: number): Promise<void> => {
    const { counterexample, errorInstance } = await fc.check(property, {
      seed: run.seed + n,
      numRuns,
      endOnFailure: true,
    });
    if (counterexample)
      throw new Error(await toldOf(stores, run.seed, messageOf(errorInstance), ...counterexample));
  };
  try {
    await Promise.all(Array.from({ length: run.lanes }, (_, n) => lane(n)));
  } finally {
    await stores.close();
  }
  return answers;
}

const sequences = fc.array(commands, { minLength: LENGTH, maxLength: LENGTH, size: 'max' });

function counting(answers: Answers, progress: ModelRun['progress']): Tell {
  let done = 0;
  return (command, answer) => {
    const key = `${command.what}: ${answer.replace(/\d\/\d+ /g, '')}`;
    answers.set(key, (answers.get(key) ?? 0) + 1);
    done += 1;
    if (done % 10_000 === 0) progress?.(done);
  };
}

async function carryOut(
  stores: RealStores,
  policy: Policy,
  sequence: readonly Command[],
  tell: Tell,
): Promise<void> {
  const model = new Model(policy);
  const real = await RealSequence.begin(stores, policy);
  for (const [at, command] of sequence.entries()) {
    const answer = await real.carryOut(command, (attempt) => model.attemptOf(attempt));
    const expected = model.carryOut(command);
    if (answer !== expected)
      throw new Error(`command ${at + 1} was answered "${answer}", and should have been "${expected}"`);
    tell(command, answer);
  }
  deepStrictEqual(await real.standing(), standingOfModel(model.state), 'what is kept differs');
  await real.drain();
  model.drain();
  deepStrictEqual(await real.standing(), standingOfModel(model.state), 'what is kept in the end differs');
}

async function toldOf(
  stores: RealStores,
  seed: number,
  first: string,
  policy: Policy,
  sequence: readonly Command[],
): Promise<string> {
  const found = await shortest(sequence, (shorter) =>
    carryOut(stores, policy, shorter, () => undefined).then(() => undefined, messageOf),
  );
  const { list, reason } = found ?? { list: sequence, reason: `${first}. It happened once, and not again` };
  const lines = list.map((command, n) => `${n + 1}. ${JSON.stringify(command)}`);
  return [`With seed ${seed}: ${reason}`, JSON.stringify(policy), ...lines].join('\n');
}
