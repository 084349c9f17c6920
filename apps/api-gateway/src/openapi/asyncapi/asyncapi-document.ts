import {
  callerSchema,
  ERROR_CODES,
  type EventContract,
  jsonSchemaOf,
  namedSchemas,
  refusalSchema,
  type RequestContract,
  SERVICES,
} from '@callboard/contracts';
import { bellPart } from './bell-part';
import { BETWEEN_SERVICES, bodyPart } from './body-part';
import { eventPart } from './event-part';
import { HEADER_SCHEMAS } from './headers';
import type { AsyncApiDocument, Part } from './model';
import { newsParts } from './news-part';
import { requestPart } from './request-part';

/** What is said on the broker: requests, events, and beside them what the bells and the news of sites are. */
export interface Language {
  requests: readonly RequestContract<unknown, unknown>[];
  events: readonly EventContract<unknown>[];
}

/** Derives the AsyncAPI document of every subject from the contracts. */
export function asyncApiDocument({ requests, events }: Language, version: string): AsyncApiDocument {
  const parts = [
    ...requests.map(requestPart),
    ...events.map(eventPart),
    bellPart(),
    ...newsParts(),
    bodyPart(),
  ];
  return {
    asyncapi: '3.0.0',
    info: { title: 'Callboard', version, description: ABOUT, tags: TAGS },
    defaultContentType: 'application/json',
    servers: { services: server('APP', SERVICES_LOGIN), sites: server('SITES', SITES_LOGIN) },
    channels: together(parts, 'channels'),
    operations: together(parts, 'operations'),
    components: {
      schemas: {
        ...namedSchemas('draft-7'),
        ...HEADER_SCHEMAS,
        Caller: jsonSchemaOf(callerSchema, 'input', 'draft-7'),
        Refusal: jsonSchemaOf(refusalSchema, 'output', 'draft-7'),
      },
      messages: together(parts, 'messages'),
      securitySchemes: {
        login: { type: 'userPassword', description: 'A user of the broker, in one of its two accounts.' },
      },
    },
    'x-error-codes': ERROR_CODES,
  };
}

const ABOUT = [
  'What the services of Callboard, and the sites that work for it, say to each other over NATS.',
  'Operations are told from the side of the service that owns them: it receives requests and sends events.',
  'Every subject ends in its version; within a version a contract only gains optional fields.',
].join(' ');

const SERVICES_LOGIN =
  'Services. JetStream lives here. Nothing of it crosses to sites but what is lent to them.';
const SITES_LOGIN =
  'Sites. Each publishes its own requests and pulls of bells, and hears its own inbox (_INBOX_{siteToken}.>) and news; nothing else.';

const TAGS = [
  ...SERVICES.map((name) => ({ name, description: `Owned by the service ${name}.` })),
  { name: BETWEEN_SERVICES, description: 'How any two services carry what is too large for one message.' },
];

const server = (account: string, description: string): Record<string, unknown> => ({
  host: '{broker}',
  protocol: 'nats',
  title: `Account ${account}`,
  description,
  variables: {
    broker: { default: '127.0.0.1:4222', description: 'Where the broker is; the same for both accounts.' },
  },
  security: [{ $ref: '#/components/securitySchemes/login' }],
});

/** Puts one section of all parts together; a key that comes twice would hide a channel. */
function together<K extends keyof Part>(parts: readonly Part[], section: K): Part[K] {
  const entries = parts.flatMap((part) => Object.entries(part[section]));
  const whole = Object.fromEntries(entries) as Part[K];
  if (Object.keys(whole).length !== entries.length) throw new Error(`two ${section} have the same key`);
  return whole;
}
