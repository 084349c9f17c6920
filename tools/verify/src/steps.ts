/** One step of `npm test`: a command whose success is one check, or a run of jest, which counts its own. */
export interface Step {
  name: string;
  /** Path of a JavaScript program below the repository, and its arguments. */
  program: string;
  args: string[];
  jest?: true;
}

const JEST = 'node_modules/jest/bin/jest.js';
const ARCHITECTURE = 'tools/architecture/dependency-rules.cjs';

const jest = (name: string, ...more: string[]): Step => ({
  name,
  program: JEST,
  args: ['--selectProjects', name, '--passWithNoTests', '--forceExit', ...more],
  jest: true,
});

/**
 * Cheap and telling first. The steps of one stage run side by side, as many as there are cores; the tests of a step do so
 * by themselves. Tests that start processes mostly wait for them, so two files at once keep two cores busy.
 */
export const STAGES: Step[][] = [
  [
    {
      name: 'lint',
      program: 'node_modules/eslint/bin/eslint.js',
      args: ['--max-warnings', '0', 'apps', 'libs', 'tools', 'examples'],
    },
    { name: 'types', program: 'node_modules/typescript/bin/tsc', args: ['-p', 'tsconfig.json', '--noEmit'] },
    {
      name: 'format',
      program: 'node_modules/prettier/bin/prettier.cjs',
      args: ['--check', '--log-level', 'warn', '.'],
    },
    {
      name: 'boundaries',
      program: 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      args: ['--config', ARCHITECTURE, 'apps', 'libs', 'tools', 'examples'],
    },
    { name: 'derived files', program: 'dist/tools/generate/src/main.js', args: ['--check'] },
  ],
  [jest('unit', '--maxWorkers=100%')],
  [jest('integration', '--maxWorkers=100%')],
  [jest('component', '--maxWorkers=100%')],
  [jest('e2e', '--maxWorkers=2')],
];
