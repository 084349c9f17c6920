const { readFileSync } = require('node:fs');

const swc = JSON.parse(readFileSync(`${__dirname}/.swcrc`, 'utf8'));
const aliases = Object.fromEntries(
  Object.entries(swc.jsc.paths).map(([name, [file]]) => [`^${name}$`, `<rootDir>/${file}`]),
);
// jest resolves the aliases itself, so that one test file never depends on the working directory.
const { baseUrl, paths, ...jsc } = swc.jsc;

// jest loads the setup without its own resolver: there swc turns the aliases into paths.
const setupTransform = ['@swc/jest', { ...swc, jsc: { ...swc.jsc, baseUrl: __dirname }, swcrc: false }];

/** One PostgreSQL for all projects of a run; jest runs a setup that several name once. */
const withPostgres = {
  globalSetup: '<rootDir>/libs/testing/src/jest-global-setup.ts',
  globalTeardown: '<rootDir>/libs/testing/src/jest-global-teardown.ts',
};

const project = (displayName, pattern, more = {}) => ({
  displayName,
  rootDir: __dirname,
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/tools', '<rootDir>/examples'],
  testEnvironment: 'node',
  testRegex: [pattern],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  moduleNameMapper: aliases,
  transform: {
    '/libs/testing/src/(jest-global-|test-postgres|test-folder)[^/]*\\.ts$': setupTransform,
    '^.+\\.ts$': ['@swc/jest', { ...swc, jsc, swcrc: false, sourceMaps: 'inline' }],
  },
  ...more,
});

/** One project per kind of test, named by what the test touches (design section 10). */
module.exports = {
  // A test that waits for a fact gives up by itself and says what it missed (`eventually`); this is the net under it.
  testTimeout: 60_000,
  testSequencer: '<rootDir>/libs/testing/jest-sequencer.cjs',
  projects: [
    project('unit', '(?<!int-|component-|e2e-)spec\\.ts$'),
    project('integration', '\\.int-spec\\.ts$', withPostgres),
    project('component', '\\.component-spec\\.ts$', withPostgres),
    project('e2e', '\\.e2e-spec\\.ts$', withPostgres),
  ],
};
