/**
 * Who may import whom (design section 3): the one place of the boundary rules, for projects and for the folders inside
 * a service. `dependency-rules.int-spec.ts` plants a violation of each and sees it turn red.
 */
'use strict';

const TEST =
  '([.](spec|int-spec|component-spec|e2e-spec|conformance|fake|builder)[.]ts$|^libs/(service-)?testing/)';
const SERVICE = '^apps/([^/]+)/src/';
const LIBRARIES = [
  'kernel',
  'contracts',
  'messaging',
  'persistence',
  'document-query',
  'outbox',
  'fencing',
  'submission',
  'service-kit',
  'site-kit',
  'client',
  'embedded',
];
const DATABASE = '(^|node_modules/)(typeorm|pg|@nestjs/typeorm)(/|$)';
const BROKER = '(^|node_modules/)(nats|@nats-io)(/|$)';

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** A library may import itself, the libraries named, and packages other than those forbidden to it. */
const library = (name, mayImport, comment) => {
  const others = LIBRARIES.filter((other) => other !== name && !mayImport.includes(other));
  return rule(
    `${name}-stays-below`,
    comment,
    { path: `^libs/${name}/`, pathNot: TEST },
    {
      path: `^(libs/(${others.join('|')})|apps|tools|examples)/`,
    },
  );
};

module.exports = {
  forbidden: [
    library('kernel', [], 'Everything rests on the kernel, so it rests on nothing.'),
    rule(
      'kernel-has-no-packages',
      'The kernel stays free of packages.',
      { path: '^libs/kernel/', pathNot: TEST },
      { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-no-pkg', 'unknown'] },
    ),
    library('contracts', ['kernel'], 'What services say must not depend on how it is carried or kept.'),
    rule(
      'contracts-know-zod-only',
      'Contracts are shapes; a package more is a dependency of everybody.',
      { path: '^libs/contracts/', pathNot: TEST },
      {
        dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-no-pkg', 'unknown'],
        pathNot: '(^|node_modules/)zod(/|$)',
      },
    ),
    library('messaging', ['kernel', 'contracts'], 'Messages are carried without knowing of rows.'),
    library('persistence', ['kernel', 'contracts'], 'Rows are kept without knowing of messages.'),
    library('document-query', ['kernel'], 'A filter becomes text and values; who runs it is not its affair.'),
    library(
      'outbox',
      ['kernel', 'contracts', 'messaging', 'persistence'],
      'The only library that knows rows and messages.',
    ),
    library(
      'fencing',
      ['kernel', 'contracts', 'messaging', 'persistence'],
      'A write here is made to depend on what another service says.',
    ),
    library(
      'submission',
      ['kernel', 'contracts', 'messaging'],
      'The gateway and sites submit in the same way.',
    ),
    library(
      'service-kit',
      ['kernel', 'contracts', 'messaging'],
      'The bootstrap serves edges too, which have no database.',
    ),
    library(
      'site-kit',
      ['kernel', 'contracts', 'messaging'],
      'A site anywhere can use it: no database, no service.',
    ),
    library(
      'client',
      ['contracts'],
      'A program anywhere can use it: it knows what is said over HTTP, and nothing behind it.',
    ),
    rule(
      'client-has-no-packages',
      'Who uses the client installs zod, which the contracts bring, and nothing else.',
      { path: '^libs/client/', pathNot: TEST },
      { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-no-pkg', 'unknown'] },
    ),
    library('embedded', ['kernel'], 'Launchers know processes, not Callboard.'),
    rule(
      'no-sql-in-messages',
      'Only persistence, outbox and services touch the database.',
      {
        path: '^(libs/(messaging|service-kit|site-kit|document-query)|apps/(api-gateway|site-worker)|examples)/',
        pathNot: TEST,
      },
      { path: `(${DATABASE})|^libs/(persistence|outbox|fencing)/` },
    ),
    rule(
      'no-broker-in-rows',
      'Persistence must work without a broker.',
      { path: '^libs/persistence/', pathNot: TEST },
      { path: BROKER },
    ),
    rule(
      'libraries-by-their-index',
      'An index is the whole public face of a library.',
      { path: '^(apps|libs|tools|examples)/([^/]+)/' },
      { path: '^libs/([^/]+)/src/(?!index[.]ts$)', pathNot: '^libs/$2/' },
    ),
    rule(
      'apps-never-import-apps',
      'What two services share is a message.',
      { path: '^apps/([^/]+)/', pathNot: '^apps/system-e2e/|[.](component-spec|builder)[.]ts$' },
      { path: '^apps/', pathNot: '^apps/$1/' },
    ),
    rule(
      'libraries-never-import-apps',
      'Arrows point down.',
      { path: '^libs/', pathNot: TEST },
      { path: '^(apps|tools)/' },
    ),
    rule(
      'domain-is-pure',
      'What a thing is and may become needs no technology.',
      { path: `${SERVICE}domain/`, pathNot: TEST },
      { pathNot: ['^apps/$1/src/domain/', '^libs/(kernel|contracts)/'] },
    ),
    rule(
      'only-the-module-wires-adapters',
      'Adapters meet use cases in one file, the module.',
      {
        path: SERVICE,
        pathNot: [
          TEST,
          '[.]module[.]ts$',
          '^apps/[^/]+/src/(persistence|inbound)/',
          '^apps/(api-gateway|site-worker|system-e2e)/',
        ],
      },
      { path: '^apps/[^/]+/src/(persistence|inbound)/' },
    ),
    rule(
      'inbound-knows-no-rows',
      'Who calls us does not care how we keep things.',
      { path: `${SERVICE}inbound/`, pathNot: TEST },
      { path: '^apps/[^/]+/src/persistence/|^libs/(persistence|outbox)/' },
    ),
    rule(
      'persistence-sees-only-its-port',
      'A store implements a port; it does not drive use cases.',
      { path: `${SERVICE}persistence/`, pathNot: TEST },
      { path: '^apps/[^/]+/src/(inbound|use-cases)/', pathNot: '-store[.]ts$' },
    ),
    rule(
      'use-cases-know-no-technology',
      'A use case reads like the rule it is.',
      { path: `${SERVICE}use-cases/`, pathNot: TEST },
      {
        path: `(${DATABASE})|(${BROKER})|(^|node_modules/)@nestjs/microservices(/|$)|^libs/(persistence|outbox)/`,
      },
    ),
    rule(
      'test-code-stays-out',
      'What ships must not lean on test code.',
      { path: '^(apps|libs|tools)/', pathNot: [TEST, '^apps/system-e2e/', 'jest-'] },
      { path: TEST },
    ),
    rule(
      'migrate-knows-migrations-only',
      'The migrator reads what services list, nothing else of them.',
      { path: '^tools/migrate/', pathNot: TEST },
      { path: '^apps/', pathNot: '^apps/[^/]+/src/persistence/migrations/' },
    ),
    rule('no-cycles', 'A cycle is one thing in two files.', {}, { circular: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules/[.]|[.]nx)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default'] },
  },
};
