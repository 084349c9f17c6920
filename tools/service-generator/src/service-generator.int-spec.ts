import { parse } from 'yaml';
import { type Ran, RepositoryCopy } from './repository-copy.builder';

/** The second one's name has another length, and a plural of its own. */
const MADE = [['samples'], ['analyses', '--thing', 'analysis']];
const NAMES = MADE.map(([name]) => name as string);

/** What each of these is refused with; in one process, as Nx takes seconds to start. */
const REFUSED: [args: string[], says: string][] = [
  [['triggers'], 'apps/triggers is there already'],
  [['links'], 'libs/contracts exports a Link already'],
  [['Samples'], 'one word of 3 to 40 lowercase letters, such as samples, not "Samples"'],
  [['soil-samples'], 'not "soil-samples"'],
  [['../samples'], 'not "../samples"'],
  [['moss'], 'is not plainly a plural'],
  [['public', '--thing', 'notice'], 'cannot be public, which means something else already'],
  [['references'], 'cannot be references, which means something else already'],
  [['classes'], '--thing cannot be class, which means something else already'],
];
const GENERATE_ALL = `
const { FsTree } = require('nx/src/generators/tree');
const generate = require('./tools/service-generator/src/service-generator.cjs');
const one = ([name, , thing]) => generate(new FsTree(process.cwd(), false), { name, thing });
Promise.allSettled(JSON.parse(process.argv[1]).map(one)).then((all) =>
  console.log(JSON.stringify(all.map(({ reason }) => reason && reason.message))));
`;

let copy: RepositoryCopy;
beforeAll(() => {
  copy = new RepositoryCopy();
});
afterAll(() => copy?.remove());

const generate = (...args: string[]) => copy.nx('generate', './tools/service-generator:service', ...args);
/** Shows what a program printed that did not pass. */
const expectPassed = ({ code, text }: Ran) => expect(code === 0 ? '' : text).toBe('');

describe('the generator of services', () => {
  it('refuses names that are taken or unfit, and says why', () => {
    const { code, text } = copy.script(GENERATE_ALL, JSON.stringify(REFUSED.map(([args]) => args)));
    expect(code === 0 ? '' : text).toBe('');
    expect(JSON.parse(text)).toEqual(REFUSED.map(([, says]) => expect.stringContaining(says) as string));
  });

  it('names the list of services that is not where it was, and changes nothing', () => {
    const list = copy.read('docker-compose.yml');
    copy.write('docker-compose.yml', list.replace('\n  api-gateway:', '\n  gateway:'));
    const before = copy.files();
    expect(generate('samples').text).toContain('docker-compose.yml no longer has the place');
    expect(copy.files()).toEqual(before);
    copy.write('docker-compose.yml', list);
  });

  describe('makes services', () => {
    beforeAll(() => {
      for (const args of MADE) expectPassed(generate(...args));
      // Nothing else knows the new ones, so the compiler is spared the reading of it.
      const listing = ['libs/contracts', 'libs/persistence', 'tools/migrate', 'tools/dev-stack'];
      const include = [...NAMES.map((name) => `apps/${name}`), ...listing];
      const own = JSON.parse(copy.read('tsconfig.json')) as object;
      copy.write('tsconfig.json', JSON.stringify({ ...own, include }));
    });

    it('that compile, with every place that needs one entry for each service', () => {
      expectPassed(copy.run('typescript/bin/tsc', '-p', 'tsconfig.json', '--noEmit'));
    }, 90_000);

    it('that keep the boundaries', () => {
      const rules = ['--config', 'tools/architecture/dependency-rules.cjs'];
      expectPassed(
        copy.run('dependency-cruiser/bin/dependency-cruise.mjs', ...rules, 'apps', 'libs', 'tools'),
      );
    }, 90_000);

    it('that are formatted, as are the lists with them in', () => {
      const made = NAMES.flatMap((name) => [`apps/${name}`, `libs/contracts/src/requests/${name}.ts`]);
      const lists = ['libs/contracts/src', 'tools/migrate', 'README.md', 'docker-compose.yml'];
      expectPassed(copy.run('prettier/bin/prettier.cjs', '--check', ...made, ...lists));
    });

    it('that Nx knows, and lints without a complaint', () => {
      expectPassed(copy.nx('lint', 'samples'));
    }, 90_000);

    it('whose tests pass, and those of the published language with them', () => {
      const kinds = ['--selectProjects', 'unit', 'integration', 'component'];
      const places = [...NAMES.map((name) => `apps/${name}/`), 'libs/contracts/src/published'];
      const ran = copy.run('jest/bin/jest.js', ...places, ...kinds, '--forceExit');
      expectPassed(ran);
      for (const name of NAMES)
        for (const kind of ['spec', 'int-spec', 'component-spec'])
          expect(ran.text).toMatch(new RegExp(`PASS .*apps/${name}/\\S+\\.${kind}\\.ts`));
    }, 90_000);

    it('that compose runs with secrets of their own', () => {
      const { services, secrets } = parse(copy.read('docker-compose.yml'), { merge: true }) as {
        services: Record<string, { secrets: unknown[]; command: string[] }>;
        secrets: Record<string, unknown>;
      };
      const kept = copy.read('deploy/make-secrets.sh');
      for (const name of NAMES) {
        expect(services[name]?.command.at(-1)).toBe(`dist/apps/${name}/src/main.js`);
        expect(services[name]?.secrets).toContain(`${name}-database-url`);
        expect(services.migrate?.secrets).toContain(`${name}-password`);
        expect(Object.keys(secrets)).toEqual(
          expect.arrayContaining([`${name}-password`, `${name}-database-url`]),
        );
        expect(kept).toMatch(new RegExp(`^services='.*\\b${name}\\b`, 'm'));
      }
    });

    it('and refuses to make one twice', () => {
      expect(generate('samples').text).toContain('apps/samples is there already');
    });
  });
});
