import { SecretHasher } from './secret-hasher';

describe('SecretHasher', () => {
  it('tells right from wrong, and an unknown name from neither', async () => {
    const hasher = new SecretHasher();
    const hash = await hasher.hash('correct horse');
    expect(await hasher.matches('correct horse', hash)).toBe(true);
    expect(await hasher.matches('wrong horse', hash)).toBe(false);
    expect(await hasher.matches('correct horse', undefined)).toBe(false);
  });

  it('does the work for an unknown name too', async () => {
    const hasher = new SecretHasher();
    const hash = await hasher.hash('correct horse');
    await hasher.prepare();
    const timeOf = async (expected: string | undefined): Promise<number> => {
      const times: number[] = [];
      for (let n = 0; n < 5; n += 1) {
        const started = performance.now();
        await hasher.matches('wrong horse', expected);
        times.push(performance.now() - started);
      }
      return Math.min(...times);
    };
    const [known, unknown] = [await timeOf(hash), await timeOf(undefined)];
    // Skipping the work would take a thousandth; a busy machine may well double a time.
    expect(unknown).toBeGreaterThan(known / 5);
  });

  it('answers a burst in turn and refuses what would wait too long', async () => {
    const hasher = new SecretHasher();
    const hash = '$scrypt$n=2,r=1,p=1$c2FsdA$c2FsdA';
    const answers = await Promise.allSettled(
      Array.from({ length: 200 }, () => hasher.matches('wrong', hash)),
    );
    const refused = answers.filter(({ status }) => status === 'rejected');
    expect(answers.length - refused.length).toBe(152);
    for (const refusal of refused) expect(refusal).toMatchObject({ reason: { code: 'overloaded' } });
  });
});
