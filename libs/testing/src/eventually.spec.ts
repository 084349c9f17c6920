import { eventually } from './eventually';

describe('eventually', () => {
  it('gives what the probe found', async () => {
    let looks = 0;
    expect(
      await eventually('three looks', () => (++looks === 3 ? { looks } : undefined), { everyMs: 1 }),
    ).toEqual({ looks: 3 });
  });

  it('takes a probe that throws for "not yet"', async () => {
    let looks = 0;
    const probe = async (): Promise<string> => {
      looks += 1;
      if (looks < 3) throw new Error('not there');
      return 'there';
    };
    expect(await eventually('it', probe, { everyMs: 1 })).toBe('there');
  });

  it('names what it waited for and what it saw last', async () => {
    const short = { timeoutMs: 5, everyMs: 1 };
    await expect(eventually('a winner', () => null, short)).rejects.toThrow(
      'gave up after 5 ms waiting for: a winner; the last look gave null',
    );
    const failing = eventually('a row', () => Promise.reject(new Error('no such table')), short);
    await expect(failing).rejects.toThrow(/a row; the last look failed: Error: no such table/);
  });
});
