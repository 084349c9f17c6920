import { WorkGate } from './work-gate';

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

describe('WorkGate', () => {
  it('runs so many at once, lets so many wait in order, and refuses the rest', async () => {
    const gate = new WorkGate({ atOnce: 2, waiting: 1 });
    const tasks = [task(), task(), task(), task()] as const;
    const runs = tasks.map(({ work }) => gate.run(work));
    await expect(runs[3]).rejects.toMatchObject({ code: 'overloaded' });
    expect(tasks.map((one) => one.started())).toEqual([true, true, false, false]);
    tasks[0].finish();
    await runs[0];
    expect(tasks[2].started()).toBe(true);
    tasks[1].finish();
    tasks[2].finish();
    await Promise.all(runs.slice(0, 3));
  });

  it('gives the place back after a failure', async () => {
    const gate = new WorkGate({ atOnce: 1, waiting: 0 });
    await expect(gate.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(gate.run(() => Promise.resolve('fine'))).resolves.toBe('fine');
  });
});
