import {
  jsonSchemaOf,
  operationEndedNews,
  operationEndedSubject,
  sensorNewsBell,
  sensorNewsSubject,
  type ServiceName,
} from '@callboard/contracts';
import type { ZodType } from 'zod';
import { carried, channelRef, messageRef, type Part, SERVERS, SITE_TOKEN, template } from './model';
import { siteParameter } from './parameters';
import { sampleOf } from './sample';

interface News {
  readonly title: string;
  readonly subject: (site: string) => string;
  readonly payload: ZodType;
  readonly sender: ServiceName;
  /** What the site is to do. */
  readonly summary: string;
}

const NEWS: readonly News[] = [
  {
    title: 'operation ended',
    subject: operationEndedSubject,
    payload: operationEndedNews,
    sender: 'operations',
    summary: 'Stop working on it: nothing that is written under it counts any more.',
  },
  {
    title: 'sensor news',
    subject: sensorNewsSubject,
    payload: sensorNewsBell,
    sender: 'triggers',
    summary: 'Take the news that wait for these sensors.',
  },
];

/** What a site is told. */
export function newsParts(): Part[] {
  return NEWS.map(newsPart);
}

function newsPart({ title, subject, payload: shape, sender, summary }: News): Part {
  const address = template(subject, SITE_TOKEN);
  const key = address.replace(`{${SITE_TOKEN}}.`, '');
  const about = shape.description ?? '';
  const tags = [{ name: sender }];
  const payload = jsonSchemaOf(shape, 'output', 'draft-7');
  return {
    channels: {
      [key]: {
        address,
        title,
        description: about,
        servers: [SERVERS.services, SERVERS.sites],
        messages: { [key]: messageRef(key) },
        parameters: siteParameter,
        tags,
        'x-senders': sender,
        'x-receivers': 'The one site that the address names, every process of it',
      },
    },
    operations: {
      [`send.${key}`]: {
        action: 'send',
        channel: channelRef(key),
        title,
        summary: about,
        messages: [carried(key, key)],
        tags,
      },
    },
    messages: {
      [key]: {
        name: key,
        title,
        summary,
        contentType: 'application/json',
        payload,
        examples: [{ payload: sampleOf(payload, sender) }],
      },
    },
  };
}
