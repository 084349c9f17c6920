const { readFileSync } = require('node:fs');

const swc = JSON.parse(readFileSync(`${__dirname}/.swcrc`, 'utf8'));
const aliases = Object.fromEntries(
  Object.entries(swc.jsc.paths).map(([name, [file]]) => [`^${name}$`, `<rootDir>/${file}`]),
);
// jest resolves the aliases itself, so that one test file never depends on the working directory.
const { baseUrl, paths, ...jsc } = swc.jsc;

const project = (displayName, pattern, more = {}) => ({
  displayName,
  rootDir: __dirname,
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/tools', '<rootDir>/examples'],
  testEnvironment: 'node',
  testRegex: [pattern],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  moduleNameMapper: aliases,
  transform: { '^.+\\.ts$': ['@swc/jest', { ...swc, jsc, swcrc: false, sourceMaps: 'inline' }] },
  ...more,
});

/** One project per kind of test, named by what the test touches (design section 10). */
module.exports = {
  projects: [
    project('unit', '(?<!int-|component-|e2e-)spec\\.ts$'),
    project('integration', '\\.int-spec\\.ts$'),
    project('component', '\\.component-spec\\.ts$'),
    project('e2e', '\\.e2e-spec\\.ts$'),
  ],
};
