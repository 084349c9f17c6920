'use strict';

/**
 * Every place outside a service that lists it, and how a service gets there: `text` goes behind the last match of
 * `after`, or in front of the first match of `before`. What the compiler or a test asks for comes first.
 *
 * @param {Record<string, string>} names what `namesOf` gave
 */
const listingsOf = ({ thing, Thing, things, Things, THINGS }) => [
  {
    file: 'libs/contracts/src/subjects.ts',
    // A list too long for one line ends with a comma.
    before: /,?\s*\] as const;\nexport type ServiceName/,
    text: `, '${things}'`,
  },
  {
    file: 'libs/contracts/src/published-language.ts',
    after: /^import \* as \w+ from '\.\/requests\/.*\n/gm,
    text: `import * as ${things} from './requests/${things}';\n`,
  },
  {
    file: 'libs/contracts/src/published-language.ts',
    before: /,?\s*\],\n {2}\(value\) => 'verb' in value/,
    text: `, ${things}`,
  },
  {
    file: 'libs/contracts/src/index.ts',
    after: /from '\.\/requests\/.*\n/g,
    text: `export { ${thing}, type ${Thing}, list${Things}, create${Thing} } from './requests/${things}';\n`,
  },
  {
    file: 'tools/migrate/src/service-migrations.ts',
    after: /^import .*\/persistence\/migrations';\n/gm,
    text: `import { migrations as ${things} } from '../../../apps/${things}/src/persistence/migrations';\n`,
  },
  { file: 'tools/migrate/src/service-migrations.ts', before: /^\};/m, text: `  ${things},\n` },
  {
    file: 'tools/migrate/README.md',
    after: /CALLBOARD_[A-Z]+_PASSWORD=…/g,
    text: ` CALLBOARD_${THINGS}_PASSWORD=…`,
  },
  {
    file: 'README.md',
    before: /^\| \[api-gateway\]\(apps\/api-gateway\/README\.md\)/m,
    text: `| [${things}](apps/${things}/README.md) | ${things} |\n`,
  },
  { file: 'deploy/make-secrets.sh', before: /'$(?<=^services='[a-z ]*')/m, text: ` ${things}` },
  ...composeListingsOf({ things, THINGS }),
];

const composeListingsOf = ({ things, THINGS }) =>
  [
    {
      after: /^ {6}CALLBOARD_[A-Z]+_PASSWORD_FILE: .*\n/gm,
      text: `      CALLBOARD_${THINGS}_PASSWORD_FILE: /run/secrets/${things}-password\n`,
    },
    { after: /^ {6}- [a-z]+-password\n/gm, text: `      - ${things}-password\n` },
    { before: /^ {2}api-gateway:\n/m, text: composeServiceOf(things) },
    {
      after: /^ {2}[a-z]+-database-url: \{ file: .*\n/gm,
      text: ['password', 'database-url']
        .map((secret) => `  ${things}-${secret}: { file: ./deploy/secrets/${things}-${secret} }\n`)
        .join(''),
    },
  ].map((listing) => ({ file: 'docker-compose.yml', ...listing }));

const composeServiceOf = (things) => `\
  ${things}:
    <<: *service
    command: [dist/apps/${things}/src/main.js]
    environment:
      <<: *service-settings
      DATABASE_URL_FILE: /run/secrets/${things}-database-url
    secrets: [nats-services-password, ${things}-database-url]

`;

/**
 * Gives the text of a file with the service listed in it.
 *
 * @throws {Error} when the file has changed so much that the place is not found
 */
function listed(content, { file, after, before, text }) {
  const place = after ? [...content.matchAll(after)].at(-1) : before.exec(content);
  if (!place)
    throw new Error(
      `${file} no longer has the place where services are listed (${after ?? before}): ` +
        'correct it in tools/service-generator/src/listings.cjs. Nothing was changed.',
    );
  const at = after ? place.index + place[0].length : place.index;
  return content.slice(0, at) + text + content.slice(at);
}

module.exports = { listingsOf, listed };
