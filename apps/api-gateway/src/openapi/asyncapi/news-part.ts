import { jsonSchemaOf, operationEndedNews, operationEndedSubject } from '@callboard/contracts';
import { carried, channelRef, messageRef, type Part, SERVERS, SITE_TOKEN, template } from './model';
import { siteParameter } from './parameters';
import { sampleOf } from './sample';

const ADDRESS = template(operationEndedSubject, SITE_TOKEN);
const KEY = ADDRESS.replace(`{${SITE_TOKEN}}.`, '');
const ABOUT = operationEndedNews.description ?? '';

/** What a site is told. */
export function newsPart(): Part {
  const tags = [{ name: 'operations' }];
  const payload = jsonSchemaOf(operationEndedNews, 'output', 'draft-7');
  return {
    channels: {
      [KEY]: {
        address: ADDRESS,
        title: 'operation ended',
        description: ABOUT,
        servers: [SERVERS.services, SERVERS.sites],
        messages: { [KEY]: messageRef(KEY) },
        parameters: siteParameter,
        tags,
        'x-senders': 'operations',
        'x-receivers': 'The one site that the address names, every process of it',
      },
    },
    operations: {
      [`send.${KEY}`]: {
        action: 'send',
        channel: channelRef(KEY),
        title: 'operation ended',
        summary: ABOUT,
        messages: [carried(KEY, KEY)],
        tags,
      },
    },
    messages: {
      [KEY]: {
        name: KEY,
        title: 'operation ended',
        summary: 'Stop working on it: nothing that is written under it counts any more.',
        contentType: 'application/json',
        payload,
        examples: [{ payload: sampleOf(payload, 'operations') }],
      },
    },
  };
}
