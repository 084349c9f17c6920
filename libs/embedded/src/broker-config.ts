import { EmbeddedError } from './embedded-error';
import { checkRights, checkSubject, type SubjectRights } from './nats-subjects';

/** A login at the broker. `password` is plain text or a bcrypt hash. */
export interface BrokerUser {
  readonly user: string;
  readonly password: string;
}

export type SiteUser = BrokerUser & SubjectRights;

/** A subject on which services of APP answer requests from SITES. */
export interface ExportedService {
  readonly subject: string;
  /** `stream` for pulls, which bring many messages and heartbeats. Default: one reply. */
  readonly responseType?: 'singleton' | 'stream' | 'chunked';
  /** How long replies are let through after the last one, as NATS writes it: "2m". */
  readonly threshold?: string;
}

export interface BrokerConfigOptions {
  readonly port: number;
  /** Default: 127.0.0.1. */
  readonly host?: string;
  /** Folder of JetStream's files. */
  readonly storeDir: string;
  /** HTTP monitoring on the same host; never to be made public, since it lists connections. Default: none. */
  readonly monitorPort?: number;
  /** When JetStream flushes to disk: "always" or a duration. Default: left to the server (2 minutes). */
  readonly syncInterval?: string;
  /** Bytes. Default: 8 MB (design 4). */
  readonly maxPayloadBytes?: number;
  /** Bytes waiting for one connection before it is cut. Default: 256 MB (design 4). */
  readonly maxPendingBytes?: number;
  /** Users of APP: services, with all rights in their account. */
  readonly services: readonly BrokerUser[];
  /** Users of SITES, each with its own rights. */
  readonly sites: readonly SiteUser[];
  /** All that crosses from APP to SITES: requests answered by services, and streams of news to sites. */
  readonly exports: { readonly services: readonly ExportedService[]; readonly streams: readonly string[] };
  /** Per-connection and per-account limits of SITES. Default: 5 MB, 64 subscriptions, 5000 connections. */
  readonly siteLimits?: Partial<SiteLimits>;
}

export interface SiteLimits {
  readonly maxPayloadBytes: number;
  readonly maxSubscriptions: number;
  readonly maxConnections: number;
}

const MEBIBYTE = 1024 * 1024;
/** A site stages documents of up to 4 MiB, each with what stands around it. */
const SITE_LIMITS: SiteLimits = { maxPayloadBytes: 5 * MEBIBYTE, maxSubscriptions: 64, maxConnections: 5000 };
/** Acknowledgements are replies: a few per delivery (progress, then the end), while they matter (site-identity 4). */
const ALLOW_RESPONSES = 'allow_responses: { max: 4, expires: "2m" }';
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** A string as nats-server.conf wants it; other escapes than these and \xHH are errors there. */
export function quote(text: string): string {
  const escaped = text.replace(/[\\"\p{Cc}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return ESCAPES[character] ?? (code < 0x80 ? `\\x${code.toString(16).padStart(2, '0')}` : character);
  });
  return `"${escaped}"`;
}

const list = (items: readonly string[]): string => `[ ${items.map(quote).join(', ')} ]`;

function refused(message: string): EmbeddedError {
  return new EmbeddedError('broker-config-invalid', message);
}

function checkUsers(users: readonly BrokerUser[]): void {
  const seen = new Set<string>();
  for (const { user, password } of users) {
    if (user === '' || password === '')
      throw refused(`broker user ${quote(user)} needs a name and a password`);
    if (seen.has(user)) throw refused(`broker user ${quote(user)} is named twice; each name is one login`);
    seen.add(user);
  }
}

function wholeNumber(value: number, name: string): number {
  if (!Number.isSafeInteger(value) || value <= 0)
    throw refused(`${name} must be a whole number above 0, not ${value}`);
  return value;
}

const credentials = ({ user, password }: BrokerUser): string =>
  `user: ${quote(user)}, password: ${quote(password)}`;

function exportLine({ subject, responseType, threshold }: ExportedService): string {
  const type = responseType === undefined ? '' : `, response_type: ${quote(responseType)}`;
  const until = threshold === undefined ? '' : `, response_threshold: ${quote(threshold)}`;
  return `      { service: ${quote(subject)}${type}${until}, accounts: [ SITES ] }`;
}

function appAccount({ services, exports }: BrokerConfigOptions): string[] {
  return [
    '  APP {',
    '    jetstream: enabled',
    '    users: [',
    ...services.map((service) => `      { ${credentials(service)} }`),
    '    ]',
    '    exports: [',
    ...exports.services.map(exportLine),
    ...exports.streams.map((subject) => `      { stream: ${quote(subject)}, accounts: [ SITES ] }`),
    '    ]',
    '  }',
  ];
}

function siteUserLines(site: SiteUser): string[] {
  return [
    `      { ${credentials(site)}, permissions: {`,
    `          publish: { allow: ${list(site.publish)} }`,
    `          subscribe: { allow: ${list(site.subscribe)} }`,
    `          ${ALLOW_RESPONSES}`,
    '      } }',
  ];
}

function sitesAccount({ sites, exports, siteLimits }: BrokerConfigOptions): string[] {
  const limits = { ...SITE_LIMITS, ...siteLimits };
  const imported = (kind: string, subject: string): string =>
    `      { ${kind}: { account: APP, subject: ${quote(subject)} } }`;
  return [
    '  SITES {',
    '    limits {',
    `      max_payload: ${wholeNumber(limits.maxPayloadBytes, 'siteLimits.maxPayloadBytes')}`,
    `      max_subscriptions: ${wholeNumber(limits.maxSubscriptions, 'siteLimits.maxSubscriptions')}`,
    `      max_connections: ${wholeNumber(limits.maxConnections, 'siteLimits.maxConnections')}`,
    '    }',
    '    users: [',
    ...sites.flatMap(siteUserLines),
    '    ]',
    '    imports: [',
    ...exports.services.map(({ subject }) => imported('service', subject)),
    ...exports.streams.map((subject) => imported('stream', subject)),
    '    ]',
    '  }',
  ];
}

function serverLines(options: BrokerConfigOptions): string[] {
  const host = options.host ?? '127.0.0.1';
  const { monitorPort, syncInterval } = options;
  const address = (port: number, name: string): string => quote(`${host}:${wholeNumber(port, name)}`);
  return [
    'server_name: callboard',
    `listen: ${address(options.port, 'port')}`,
    ...(monitorPort === undefined ? [] : [`http: ${address(monitorPort, 'monitorPort')}`]),
    `max_payload: ${wholeNumber(options.maxPayloadBytes ?? 8 * MEBIBYTE, 'maxPayloadBytes')}`,
    `max_pending: ${wholeNumber(options.maxPendingBytes ?? 256 * MEBIBYTE, 'maxPendingBytes')}`,
    'jetstream {',
    `  store_dir: ${quote(options.storeDir)}`,
    ...(syncInterval === undefined ? [] : [`  sync_interval: ${quote(syncInterval)}`]),
    '}',
  ];
}

/**
 * The text of a nats-server.conf with the two accounts of site-identity 1, users being static: APP has JetStream
 * and the services, SITES only what APP exports. Subjects come from the caller (libs/contracts).
 *
 * @throws EmbeddedError `broker-config-invalid`, also for rights that would let a site out of its account
 */
export function brokerConfig(options: BrokerConfigOptions): string {
  checkUsers([...options.services, ...options.sites]);
  for (const { subject } of options.exports.services) checkSubject(subject, 'exported service');
  for (const subject of options.exports.streams) checkSubject(subject, 'exported stream');
  for (const site of options.sites) checkRights(site, site.user);
  const accounts = ['accounts {', ...appAccount(options), ...sitesAccount(options), '}'];
  return [...serverLines(options), ...accounts, ''].join('\n');
}
