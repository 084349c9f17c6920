import { clockMs } from './clock';
import { openLoop } from './open-loop';

describe('openLoop', () => {
  it('starts work at its rate though none of it is done', async () => {
    const dues: number[] = [];
    const begun: number[] = [];
    let finish: () => void = () => undefined;
    const end = new Promise<void>((resolve) => (finish = resolve));
    const loop = openLoop(1_000, 10, (n, due) => {
      dues.push(due);
      begun.push(clockMs());
      if (n === 9) finish();
      return end;
    });
    await loop;
    expect(dues.map((due, n) => Math.round(due - (dues[0] ?? 0) - n))).toEqual(Array(10).fill(0));
    expect(begun.every((at, n) => at >= (dues[n] ?? 0))).toBe(true);
  });

  it('fails when one piece of work fails', async () => {
    await expect(
      openLoop(1_000, 3, (n) => (n === 1 ? Promise.reject(new Error('no')) : Promise.resolve())),
    ).rejects.toThrow('no');
  });
});
