import { DomainError } from '@callboard/kernel';
import { REFUSAL_AFTER } from '../domain/operation-states';
import {
  ALPHA,
  JOBS,
  newOperation,
  operationsOnPostgres,
  type OperationsOnPostgres,
} from './operations.builder';

const ROUNDS = 100;
const AT_ONCE = 50;

describe('ends of one operation at the same moment (design 1, decision 4)', () => {
  let operations: OperationsOnPostgres;
  beforeAll(async () => {
    operations = await operationsOnPostgres(16);
  });
  afterAll(() => operations.close());

  /** Whether this end took hold or was the same end again; a refusal has to be the published code. */
  const attempt = async (id: string, n: number): Promise<string> => {
    switch (n % 4) {
      case 0:
        return answered(await operations.settle.execute([{ id, result: { n } }], ALPHA));
      case 1:
        return answered(
          await operations.settle.execute([{ id, result: { code: `e${n}`, message: '' } }], ALPHA),
        );
      case 2:
        return answered(
          await operations.end.execute(
            [{ id, outcome: n % 8 === 2 ? 'released' : 'cancelled', reason: 'race' }],
            JOBS,
          ),
        );
      default:
        await operations.expire.execute();
        return 'swept';
    }
  };
  const answered = ([answer]: readonly unknown[]): string =>
    answer instanceof DomainError ? answer.code : 'accepted';

  it(`has exactly one winner in each of ${ROUNDS} rounds of ${AT_ONCE}`, async () => {
    const winners = new Map<string, number>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const { id } = newOperation();
      await operations.open.execute([newOperation({ id })], JOBS);
      await operations.endLeases([id], 10);
      const order = Array.from({ length: AT_ONCE }, (_, n) => (n * 7 + round * 13) % AT_ONCE);
      const answers = await Promise.all(order.map(async (n) => ({ n, answer: await attempt(id, n) })));

      const stored = (await operations.store.find([id])).get(id);
      if (!stored || stored.state === 'open') throw new Error(`round ${round}: nobody won`);
      winners.set(stored.state, (winners.get(stored.state) ?? 0) + 1);
      const events = await operations.events(id);
      expect(events).toMatchObject([{ item: { to: stored.state, version: 2 } }]);
      expect(await operations.history(id)).toHaveLength(2);

      const accepted = answers.filter(({ answer }) => answer === 'accepted');
      const refusals = new Set(
        answers.map(({ answer }) => answer).filter((answer) => !['accepted', 'swept'].includes(answer)),
      );
      expect([...refusals]).toEqual([REFUSAL_AFTER[stored.state]]);
      if (stored.state === 'succeeded') expect(accepted.map(({ n }) => ({ n }))).toEqual([stored.result]);
      else if (stored.state === 'failed') expect(accepted).toHaveLength(1);
      else if (stored.state === 'expired') expect(accepted).toEqual([]);
      else expect(accepted.length).toBeGreaterThan(0);
    }
    // Several kinds of end won, or the rounds proved nothing.
    expect(winners.size).toBeGreaterThan(2);
  }, 120_000);
});
