import {
  EVENTS,
  grownPromise,
  PUBLISHED,
  type PublishedShapes,
  REQUESTS,
  ROUTES,
  SITE_EXPORTS,
  sitePermissions,
  subjectToken,
} from '@callboard/contracts';
import { brokerConfig } from '@callboard/embedded';
import { asyncApiDocument } from '../../../apps/api-gateway/src/openapi/asyncapi/asyncapi-document';
import { openApiDocument } from '../../../apps/api-gateway/src/openapi/openapi-document';
import { CALLBOARD_VERSION } from '../../../apps/api-gateway/src/system/versions';
import { drawStates as drawJobStates } from '../../../apps/jobs/src/domain/state-drawing';
import { drawStates as drawOperationStates } from '../../../apps/operations/src/domain/state-drawing';
import { rightsPage } from './rights-page';

/** A file of the repository, or a part of one, that is made from the code. */
export interface DerivedFile {
  path: string;
  /** The whole file as it should be, given the file as it is. */
  render(current: string): string;
}

/** Replaces the first Mermaid block of a document. */
const drawing = (draw: () => string) => (current: string) =>
  current.replace(/```mermaid\n[\s\S]*?```/, () => `\`\`\`mermaid\n${draw()}\n\`\`\``);

const asJson = (document: object): string => `${JSON.stringify(document, null, 2)}\n`;

/** What is committed there was promised: it grows, and a contract that breaks it is refused. */
const promises = Object.entries(PUBLISHED).map(([file, shapes]) => ({
  path: `libs/contracts/published/${file}`,
  render: (committed: string) =>
    asJson(grownPromise(JSON.parse(committed || '{}') as PublishedShapes, shapes())),
}));

export const DERIVED_FILES: DerivedFile[] = [
  // First, so that nothing is written when one of them is broken.
  ...promises,
  { path: 'docs/openapi.json', render: () => asJson(openApiDocument(ROUTES, CALLBOARD_VERSION)) },
  {
    path: 'docs/asyncapi.json',
    render: () => asJson(asyncApiDocument({ requests: REQUESTS, events: EVENTS }, CALLBOARD_VERSION)),
  },
  { path: 'docs/rights.md', render: () => rightsPage(ROUTES) },
  { path: 'apps/jobs/README.md', render: drawing(drawJobStates) },
  { path: 'apps/operations/README.md', render: drawing(drawOperationStates) },
  { path: 'deploy/nats-server.conf', render: () => composeBroker() },
];

const RUNTIME_SITE = 'nmdc-runtime';

/**
 * The broker of docker-compose.yml: two accounts, as everywhere (ADR 4). Passwords are variables that an included file
 * defines, so that no secret stands here.
 */
function composeBroker(): string {
  const config = brokerConfig({
    port: 4222,
    host: '0.0.0.0',
    storeDir: '/data',
    monitorPort: 8222,
    services: [{ user: 'callboard', password: variable('SERVICES_PASSWORD') }],
    sites: [
      {
        user: `site-${subjectToken(RUNTIME_SITE)}`,
        password: variable('RUNTIME_SITE_PASSWORD'),
        ...sitePermissions(RUNTIME_SITE),
      },
    ],
    exports: SITE_EXPORTS,
  });
  const text = config.replace(/"@([A-Z_]+)@"/g, (_quoted, name: string) => `$${name}`);
  return `# Made by: npm run generate\ninclude ./passwords.conf\n\n${text}`;
}

const variable = (name: string): string => `@${name}@`;
