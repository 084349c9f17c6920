import { Gate } from './gate';

describe('Gate', () => {
  it('lets as many run as it has slots, and the next when one is done, in turn', async () => {
    const gate = new Gate(2);
    const running: number[] = [];
    const ends: (() => void)[] = [];
    const work = (n: number) =>
      gate.run(async () => {
        running.push(n);
        await new Promise<void>((end) => (ends[n] = end));
        return n;
      });
    const all = [work(0), work(1), work(2), work(3)];
    await Promise.resolve();
    expect(running).toEqual([0, 1]);
    ends[1]?.();
    expect(await all[1]).toBe(1);
    await Promise.resolve();
    expect(running).toEqual([0, 1, 2]);
    ends[0]?.();
    await all[0];
    await Promise.resolve();
    ends[2]?.();
    ends[3]?.();
    expect(await Promise.all(all)).toEqual([0, 1, 2, 3]);
  });

  it('goes on after work that fails', async () => {
    const gate = new Gate(1);
    await expect(gate.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await gate.run(async () => 'yes')).toBe('yes');
  });
});
