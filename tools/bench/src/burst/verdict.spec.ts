import type { Bench } from '../place/bench';
import { verdictOf } from './verdict';

const WAYS = { typeId: 't', workflowId: 'w' };
const settled = (...objectIds: string[]) =>
  objectIds.map((objectId, n) => ({ jobId: `job-${n}`, objectId, startedAt: n, settledAt: n + 1 }));
const elsewhere = { database: undefined } as Bench;

describe('the verdict on a burst, by what the site was given', () => {
  it('finds nothing where each object had its job', async () => {
    expect(await verdictOf(elsewhere, WAYS, settled('a', 'b', 'c'), 3)).toMatchObject({ twice: 0, lost: 0 });
  });

  it('counts jobs beyond one for an object, and objects without any', async () => {
    expect(await verdictOf(elsewhere, WAYS, settled('a', 'b', 'b', 'b'), 4)).toMatchObject({
      twice: 2,
      lost: 2,
    });
  });
});
