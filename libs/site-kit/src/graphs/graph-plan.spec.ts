import { GraphPlan } from './graph-plan';

/** a → b → d, a → c → d, e alone. */
const OPS = [
  { name: 'a', after: [] },
  { name: 'b', after: ['a'] },
  { name: 'c', after: ['a'] },
  { name: 'd', after: ['b', 'c'] },
  { name: 'e', after: [] },
];
const plan = (...kept: string[]) => new GraphPlan(OPS, new Set(kept));

/** Starts an op and lets it succeed. */
const done = (of: GraphPlan, ...names: string[]) => {
  for (const name of names) {
    of.start(name);
    of.succeed(name);
  }
};

describe('the plan of a run', () => {
  it('gives ops once all those before them have succeeded, in the order of the wiring', () => {
    const run = plan();
    expect(run.ready()).toEqual(['a', 'e']);
    run.start('a');
    expect(run.ready()).toEqual(['e']);
    done(run, 'a', 'c');
    expect(run.ready()).toEqual(['b', 'e']);
    done(run, 'b');
    expect(run.ready()).toEqual(['d', 'e']);
  });

  it('does not run again what succeeded in an earlier attempt', () => {
    expect(plan('a', 'b', 'e').ready()).toEqual(['c']);
    expect(plan('a', 'b', 'c', 'd', 'e').ready()).toEqual([]);
  });

  it('knows nothing of ops that a graph does not have any more', () => {
    expect(plan('gone').ready()).toEqual(['a', 'e']);
  });

  it('skips everything behind an op that is skipped', () => {
    const run = plan('a');
    expect(run.skip('b')).toEqual(['d']);
    done(run, 'c');
    expect(run.ready()).toEqual(['e']);
  });

  it('starts nothing behind an op that failed', () => {
    const run = plan('e');
    run.fail('a');
    expect(run.ready()).toEqual([]);
  });

  it('runs an outdated op again with everything behind it, only for itself or one that stands on it', () => {
    const run = plan('a', 'b', 'c', 'e');
    run.start('d');
    expect(run.redo('e', 'd')).toBe(false);
    expect(run.redo('b', 'd')).toBe(true);
    expect(run.ready()).toEqual(['b']);
    done(run, 'b');
    expect(run.ready()).toEqual(['d']);
    run.start('d');
    expect([run.redo('d', 'd'), run.ready()]).toEqual([true, ['d']]);
  });
});
