import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '../../..');
const RULES = join(ROOT, 'tools/architecture/dependency-rules.cjs');

interface Violation {
  rule: { name: string };
  from: string;
  to: string;
}

/** Runs the real rules over a folder and gives what they refuse. */
function cruise(folder: string, parts: string[]): Violation[] {
  const bin = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const ran = spawnSync(process.execPath, [bin, '--config', RULES, '--output-type', 'json', ...parts], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  return (JSON.parse(ran.stdout) as { summary: { violations: Violation[] } }).summary.violations;
}

/** Each entry: the rule that must turn red, the file that breaks it, and what it imports. */
const PLANTED: [rule: string, file: string, imports: string][] = [
  ['kernel-stays-below', 'libs/kernel/src/planted.ts', '../../contracts/src/index'],
  ['kernel-has-no-packages', 'libs/kernel/src/planted-package.ts', 'zod'],
  ['contracts-stays-below', 'libs/contracts/src/planted.ts', '@callboard/messaging'],
  ['contracts-know-zod-only', 'libs/contracts/src/planted-package.ts', 'pino'],
  ['messaging-stays-below', 'libs/messaging/src/planted.ts', '@callboard/outbox'],
  ['persistence-stays-below', 'libs/persistence/src/planted.ts', '@callboard/messaging'],
  ['document-query-stays-below', 'libs/document-query/src/planted.ts', '@callboard/persistence'],
  ['outbox-stays-below', 'libs/outbox/src/planted.ts', '@callboard/service-kit'],
  ['fencing-stays-below', 'libs/fencing/src/planted.ts', '@callboard/outbox'],
  ['service-kit-stays-below', 'libs/service-kit/src/planted.ts', '@callboard/persistence'],
  ['site-kit-stays-below', 'libs/site-kit/src/planted.ts', '@callboard/service-kit'],
  ['client-stays-below', 'libs/client/src/planted.ts', '@callboard/messaging'],
  ['client-has-no-packages', 'libs/client/src/planted-package.ts', 'rxjs'],
  ['embedded-stays-below', 'libs/embedded/src/planted.ts', '@callboard/contracts'],
  ['no-sql-in-messages', 'libs/messaging/src/planted-sql.ts', 'typeorm'],
  ['no-sql-in-messages', 'apps/api-gateway/src/planted-sql.ts', 'pg'],
  ['no-sql-in-messages', 'apps/site-worker/src/planted-sql.ts', '@callboard/persistence'],
  ['no-broker-in-rows', 'libs/persistence/src/planted-broker.ts', 'nats'],
  ['libraries-by-their-index', 'apps/jobs/src/planted-deep.ts', '../../../libs/kernel/src/ids'],
  ['apps-never-import-apps', 'apps/jobs/src/planted-app.ts', '../../sites/src/sites.module'],
  ['libraries-never-import-apps', 'libs/messaging/src/planted-app.ts', '../../../apps/jobs/src/jobs.module'],
  ['domain-is-pure', 'apps/jobs/src/domain/planted.ts', '@nestjs/common'],
  ['domain-is-pure', 'apps/jobs/src/domain/planted-outward.ts', '../use-cases/claim-jobs'],
  ['only-the-module-wires-adapters', 'apps/jobs/src/use-cases/planted-wires.ts', '../persistence/sql-jobs'],
  ['inbound-knows-no-rows', 'apps/jobs/src/inbound/planted.ts', '../persistence/sql-jobs'],
  ['persistence-sees-only-its-port', 'apps/jobs/src/persistence/planted.ts', '../use-cases/claim-jobs'],
  ['use-cases-know-no-technology', 'apps/jobs/src/use-cases/planted.ts', 'nats'],
  ['use-cases-know-no-technology', 'apps/jobs/src/use-cases/planted-sql.ts', 'typeorm'],
  ['test-code-stays-out', 'apps/jobs/src/planted-test.ts', '@callboard/testing'],
  ['migrate-knows-migrations-only', 'tools/migrate/src/planted.ts', '../../../apps/jobs/src/jobs.module'],
  ['no-cycles', 'apps/jobs/src/circle-a.ts', './circle-b'],
];

/** What the planted files import, and neighbours that break nothing. */
const NEIGHBOURS: [file: string, imports?: string][] = [
  ['apps/sites/src/sites.module.ts'],
  ['apps/jobs/src/jobs.module.ts', './persistence/sql-jobs'],
  ['apps/jobs/src/persistence/sql-jobs.ts', '../use-cases/jobs-store'],
  ['apps/jobs/src/use-cases/claim-jobs.ts', './jobs-store'],
  ['apps/jobs/src/use-cases/jobs-store.ts', '../domain/job-states'],
  ['apps/jobs/src/domain/job-states.ts', '@callboard/kernel'],
  ['apps/jobs/src/circle-b.ts', './circle-a'],
  ['libs/kernel/src/ids.ts'],
  ...[
    'kernel',
    'contracts',
    'messaging',
    'persistence',
    'outbox',
    'service-kit',
    'site-kit',
    'client',
    'embedded',
    'testing',
  ].map((lib): [string] => [`libs/${lib}/src/index.ts`]),
];

describe('the boundary rules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'callboard-planted-'));
  let found: Violation[] = [];

  beforeAll(() => {
    for (const name of ['tsconfig.json', 'tsconfig.base.json']) cpSync(join(ROOT, name), join(folder, name));
    const files = [...NEIGHBOURS, ...PLANTED.map(([, file, imports]): [string, string] => [file, imports])];
    for (const [file, imports] of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(
        join(folder, file),
        `${imports ? `import '${imports}';\n` : ''}export const here = true;\n`,
      );
    }
    found = cruise(folder, ['apps', 'libs', 'tools']);
  }, 60_000);

  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(PLANTED)('%s turns red for %s importing %s', (rule, file) => {
    expect(
      found.filter((violation) => violation.from === file).map((violation) => violation.rule.name),
    ).toContain(rule);
  });

  it('leaves lawful imports alone', () => {
    const lawful = NEIGHBOURS.map(([file]) => file).filter((file) => !file.includes('circle'));
    expect(found.filter((violation) => lawful.includes(violation.from))).toEqual([]);
  });

  it('has a planted violation for each rule', () => {
    const rules = [...readFileSync(RULES, 'utf8').matchAll(/(?:rule|library)\('([a-z-]+)'/g)].map(
      ([, name]) => name,
    );
    const planted = PLANTED.map(([rule]) => rule.replace(/-stays-below$/, ''));
    expect(rules.filter((name) => !planted.includes(name as string))).toEqual([]);
  });

  it('finds nothing in this repository', () => {
    expect(cruise(ROOT, ['apps', 'libs', 'tools'])).toEqual([]);
  }, 60_000);
});
