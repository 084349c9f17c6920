import { Program } from './support/program';

/** Another one each time, so that in time much is tried; it is printed, and can be given. */
const seed = process.env.FAULTS_SEED ?? String(Math.floor(Math.random() * 2 ** 31));

describe('the short set of the suite of faults', () => {
  it(`breaks no invariant (again: npm run test:faults -- --seed ${seed} --short)`, async () => {
    const program = Program.run('dist/apps/system-e2e/src/faults/main.js', ['--short', '--seed', seed]);
    const code = await program.exited;
    if (code !== 0) throw new Error(program.output);
    expect(program.output).toContain(`--seed ${seed} --short`);
    expect(program.output).toContain('All invariants hold.');
  }, 600_000);
});

describe('a soak', () => {
  it('kills, looks, and ends', async () => {
    const program = Program.run('dist/apps/system-e2e/src/faults/soak.js', [
      '--minutes',
      '0.2',
      '--seed',
      seed,
    ]);
    const code = await program.exited;
    if (code !== 0) throw new Error(program.output);
    expect(program.output).toMatch(/kills of [a-z]/);
  }, 300_000);
});
