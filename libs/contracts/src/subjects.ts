import { createHash } from 'node:crypto';

/**
 * The only builder of subjects, streams and durables (design 4). No other file spells one out.
 *
 *   rpc.<service>.<verb-things>.v1            requests between services
 *   evt.<service>.<things-changed>.v1         events, stream EVT_<SERVICE>
 *   work.<workflow-token>                     bells, stream WORK
 *   site.<site-token>.<verb-things>.v1        requests of a site
 *   to-site.<site-token>.<things-happened>.v1 news for a site
 */

export const SERVICES = ['objects', 'triggers', 'jobs', 'operations', 'sites', 'metadata'] as const;
export type ServiceName = (typeof SERVICES)[number];

const LONGEST_TOKEN = 150;

/**
 * Encodes any id as one subject token of `[A-Za-z0-9_-]`, at most 150 characters; longer ones become a hash.
 * Ids hold dots, blanks and colons (`Metagenome Annotation: v1.1.0`), and a `*` or `.` let through would name
 * somebody else's subjects (site-identity 6), so everything outside `[A-Za-z0-9-]` becomes `_<hex>_`.
 */
export function subjectToken(id: string): string {
  if (id === '') throw new Error('an empty id has no subject token');
  const token = id.replace(/[^A-Za-z0-9-]/gu, (character) => `_${character.codePointAt(0)?.toString(16)}_`);
  return token.length <= LONGEST_TOKEN ? token : `h-${createHash('sha256').update(id).digest('hex')}`;
}

export const requestSubject = (service: ServiceName, verb: string): string => `rpc.${service}.${verb}.v1`;
export const siteRequestSubject = (site: string, verb: string): string =>
  `site.${subjectToken(site)}.${verb}.v1`;
/** What a service subscribes to in order to hear one verb of every site. */
export const anySiteRequestSubject = (verb: string): string => `site.*.${verb}.v1`;
/** The site's token in `site.<token>.<verb>.v1`. */
export const siteTokenOf = (subject: string): string => subject.split('.')[1] ?? '';

export const eventSubject = (service: ServiceName, name: string): string => `evt.${service}.${name}.v1`;
export const eventStream = (service: ServiceName): string => `EVT_${service.toUpperCase()}`;
/**
 * Which services hear the events of each, by durables. What they have settled may go when a stream needs the room. Those
 * of a service that is not named are heard by none: people look on.
 */
export const HEARERS: Readonly<Partial<Record<ServiceName, readonly ServiceName[]>>> = {
  objects: ['triggers'],
  triggers: ['jobs'],
  jobs: ['triggers'],
  operations: ['jobs', 'triggers'],
  sites: ['jobs'],
  metadata: ['jobs'],
};
export const eventStreamSubjects = (service: ServiceName): string => `evt.${service}.>`;
/** Name of the durable by which `consumer` hears `subject`. */
export const eventDurable = (consumer: ServiceName, subject: string): string =>
  `${consumer}__${subject.replace(/[^A-Za-z0-9-]/g, '_')}`;

/** Where the broker's own notices are kept that it gave an event up (JetStream, "max deliveries" advisory). */
export const GIVEN_UP_STREAM = 'GIVEN_UP';
const GIVEN_UP_SUBJECT = '$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES';
export const GIVEN_UP_SUBJECTS = `${GIVEN_UP_SUBJECT}.>`;
export const givenUpNotices = (stream: string, durable: string): string =>
  `${GIVEN_UP_SUBJECT}.${stream}.${durable}`;
/**
 * Where one delivery of a message is acknowledged (JetStream, "reply subject of a delivery"). What the broker only
 * counts with is 0: position in the durable, time, how many wait.
 */
export const acknowledgementOf = (stream: string, durable: string, deliveries: number, seq: number): string =>
  `$JS.ACK.${stream}.${durable}.${deliveries}.${seq}.0.0.0`;

export const WORK_STREAM = 'WORK';
export const WORK_SUBJECTS = 'work.*';
export const bellSubject = (workflowId: string): string => `work.${subjectToken(workflowId)}`;
export const bellDurable = (workflowId: string): string => subjectToken(workflowId);

export const operationEndedSubject = (site: string): string =>
  `to-site.${subjectToken(site)}.operation-ended.v1`;

export const sensorNewsSubject = (site: string): string => `to-site.${subjectToken(site)}.sensor-news.v1`;

/** Each site's own inbox prefix, so that no site can hear another's replies. */
export const siteInboxPrefix = (site: string): string => `_INBOX_${subjectToken(site)}`;

/** Where bells are asked for (JetStream API, "pull"). */
export const bellPullSubject = (durable: string): string =>
  `$JS.API.CONSUMER.MSG.NEXT.${WORK_STREAM}.${durable}`;

const SITE_PULLS = bellPullSubject('*');

/**
 * What the account APP lends to the account SITES at the broker (site-identity 1); nothing else crosses. A pull is
 * answered by many messages; it lasts 30 s at most, so a minute without one ends the way back.
 */
export const SITE_EXPORTS: {
  services: { subject: string; responseType?: 'stream'; threshold?: string }[];
  streams: string[];
} = {
  services: [
    { subject: 'site.*.*.v1' },
    { subject: SITE_PULLS, responseType: 'stream', threshold: '1m' },
    { subject: `$JS.ACK.${WORK_STREAM}.*.>` },
    { subject: `$JS.ACK.*.*.${WORK_STREAM}.*.>` },
  ],
  streams: ['to-site.>'],
};

/**
 * What one site may publish and hear at the broker. Acknowledgements need no entry: they go by `allow_responses`.
 * A site must never be able to hear what it can publish (site-identity 4), which is why news has its own prefix.
 */
export function sitePermissions(site: string): { publish: string[]; subscribe: string[] } {
  const token = subjectToken(site);
  return {
    publish: [`site.${token}.*.v1`, SITE_PULLS],
    subscribe: [`_INBOX_${token}.>`, `to-site.${token}.>`],
  };
}
