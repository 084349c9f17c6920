import { DomainError } from '@callboard/kernel';
import { wholeOrEach } from './whole-or-each';

describe('a batch', () => {
  const failures: unknown[] = [];
  const run = (items: number[], work: (some: readonly number[]) => Promise<(string | DomainError)[]>) =>
    wholeOrEach(items, work, (error) => failures.push(error));
  beforeEach(() => failures.splice(0));

  it('is done in one go', async () => {
    const calls: (readonly number[])[] = [];
    const work = async (some: readonly number[]) => {
      calls.push(some);
      return some.map(String);
    };
    expect(await run([1, 2], work)).toEqual(['1', '2']);
    expect(calls).toEqual([[1, 2]]);
  });

  it('with one bad item loses only that', async () => {
    const poisoned = new Error('poisoned');
    const work = async (some: readonly number[]) => {
      if (some.includes(2)) throw poisoned;
      return some.map(String);
    };
    const answers = await run([1, 2, 3], work);
    expect(answers).toEqual(['1', expect.objectContaining({ code: 'internal' }), '3']);
    expect(String((answers[1] as DomainError).message)).not.toContain('poisoned');
    expect(failures).toEqual([poisoned, poisoned]);
  });

  it('that is refused as a whole stays refused', async () => {
    const work = () => Promise.reject(new DomainError('unavailable', 'no database'));
    await expect(run([1, 2], work)).rejects.toMatchObject({ code: 'unavailable' });
    expect(failures).toEqual([]);
  });

  it('of one fails as it fails', async () => {
    await expect(run([1], () => Promise.reject(new Error('x')))).rejects.toThrow('x');
  });
});
