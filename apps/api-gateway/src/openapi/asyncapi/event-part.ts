import {
  eventDurable,
  type EventContract,
  type JsonSchema,
  jsonSchemaOf,
  SERVICES,
} from '@callboard/contracts';
import { eventHeaders, eventHeadersExample } from './headers';
import { carried, channelRef, messageRef, type Part, SERVERS } from './model';
import { sampleOf } from './sample';

/** An event: who owns it sends it, once it is stored, and again when the stream has lost it. */
export function eventPart(contract: EventContract<unknown>): Part {
  const { service, name, subject } = contract;
  const about = contract.payload.description ?? '';
  const payload = jsonSchemaOf(contract.payload, 'output', 'draft-7');
  const tags = [{ name: service }];
  return {
    channels: {
      [subject]: {
        address: subject,
        title: name,
        description: about,
        servers: [SERVERS.services],
        messages: { [subject]: messageRef(subject) },
        tags,
        'x-senders': `${service}, from its outbox`,
        'x-receivers': 'Any service, by a durable of its own or a plain subscription; sites never',
        'x-jetstream': { stream: contract.stream, durable: durableOf(subject) },
      },
    },
    operations: {
      [`send.${subject}`]: {
        action: 'send',
        channel: channelRef(subject),
        title: name,
        summary: about,
        messages: [carried(subject, subject)],
        tags,
      },
    },
    messages: {
      [subject]: {
        name: subject,
        title: name,
        summary: comingOf(payload),
        contentType: 'application/json',
        headers: eventHeaders(contract),
        payload,
        examples: [{ headers: eventHeadersExample(contract), payload: sampleOf(payload, service) }],
      },
    },
  };
}

/** An item that bears a version replaces only what is older. */
function comingOf(payload: JsonSchema): string {
  const versioned = JSON.stringify(payload).includes('"version":');
  return `Comes at least once, and in any order${versioned ? '; the version of an item says which one is newer' : ''}.`;
}

function durableOf(subject: string): string {
  const [someone] = SERVICES;
  return eventDurable(someone, subject).replace(someone, '{consumer}');
}
