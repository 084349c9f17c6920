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

  it('lets so many wait in order where that is bounded, and refuses the rest before it starts', async () => {
    const gate = new Gate(2, { waiting: 1, refuse: () => new Error('too many') });
    const tasks = [task(), task(), task(), task()] as const;
    const runs = tasks.map(({ work }) => gate.run(work));
    await expect(runs[3]).rejects.toThrow('too many');
    expect(tasks.map((one) => one.started())).toEqual([true, true, false, false]);
    tasks[0].finish();
    await runs[0];
    expect(tasks[2].started()).toBe(true);
    tasks[1].finish();
    tasks[2].finish();
    await Promise.all(runs.slice(0, 3));
  });

  it('gives the place back after a failure where nobody may wait', async () => {
    const gate = new Gate(1, { waiting: 0, refuse: () => new Error('too many') });
    await expect(gate.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(gate.run(() => Promise.resolve('fine'))).resolves.toBe('fine');
  });
});

/** Work that ends when told to. */
function task() {
  let started = false;
  let finish: () => void = () => {};
  const ended = new Promise<void>((resolve) => (finish = resolve));
  const work = () => {
    started = true;
    return ended;
  };
  return { work, finish: () => finish(), started: () => started };
}
