import {
  anySiteRequestSubject,
  type JsonSchema,
  jsonSchemaOf,
  type RequestContract,
} from '@callboard/contracts';
import { serviceRequestHeaders, siteRequestHeaders } from './headers';
import {
  carried,
  type Channel,
  channelRef,
  type Message,
  messageRef,
  type Operation,
  type Part,
  schemaRef,
  SERVERS,
  SITE_TOKEN,
} from './model';
import { siteParameter } from './parameters';
import { codesOf, refusalMessage } from './refusals';
import { sampleOf } from './sample';

type AnyRequest = RequestContract<unknown, unknown>;

/** A door of a request: who asks there, and how. */
interface Door {
  channel: string;
  address: string;
  message: string;
  headers: string;
  headersExample: Record<string, string>;
  askedBy: string;
}

/** A request: the channel on which services ask it, that of sites if it is for them, and the replies. */
export function requestPart(contract: AnyRequest): Part {
  const key = `${contract.service}.${contract.verb}`;
  const doors = [serviceDoor(contract, key), ...(contract.forSites ? [siteDoor(contract, key)] : [])];
  const replies = `replies.${key}.v1`;
  const part: Part = {
    channels: { [replies]: replyChannel(contract, key) },
    operations: {},
    messages: { [`${key}.reply`]: replyMessage(contract, key), [`${key}.refusal`]: refusalOf(contract, key) },
  };
  for (const door of doors) {
    part.channels[door.channel] = doorChannel(contract, door);
    part.messages[door.message] = requestMessage(contract, door);
    part.operations[`answer.${door.channel}`] = answering(contract, door, replies, key);
  }
  return part;
}

function serviceDoor({ subject }: AnyRequest, key: string): Door {
  return {
    channel: subject,
    address: subject,
    message: `${key}.request`,
    headers: 'ServiceRequestHeaders',
    headersExample: serviceRequestHeaders,
    askedBy: 'A service or the gateway, on behalf of the caller that a header names',
  };
}

function siteDoor({ verb }: AnyRequest, key: string): Door {
  return {
    channel: anySiteRequestSubject(verb).replace('*.', ''),
    address: anySiteRequestSubject(verb).replace('*', `{${SITE_TOKEN}}`),
    message: `${key}.site-request`,
    headers: 'SiteRequestHeaders',
    headersExample: siteRequestHeaders,
    askedBy: 'The one site that the address names, with its token in a header',
  };
}

function doorChannel({ service, verb, about }: AnyRequest, door: Door): Channel {
  const forSites = door.address !== door.channel;
  return {
    address: door.address,
    title: forSites ? `${verb}, asked by a site` : verb,
    description: about,
    servers: forSites ? [SERVERS.sites, SERVERS.services] : [SERVERS.services],
    messages: { [door.message]: messageRef(door.message) },
    ...(forSites ? { parameters: siteParameter } : {}),
    tags: [{ name: service }],
    'x-senders': door.askedBy,
    'x-receivers': `One process of ${service}: they share a queue group`,
  };
}

function requestMessage(contract: AnyRequest, door: Door): Message {
  const payload = jsonSchemaOf(contract.input, 'input', 'draft-7');
  return {
    name: door.message,
    title: `Input of ${contract.verb}`,
    summary: contract.about,
    contentType: 'application/json',
    headers: { ...schemaRef(door.headers) },
    payload,
    examples: [{ headers: door.headersExample, payload: sampleOf(payload, contract.verb) }],
  };
}

function answering(contract: AnyRequest, door: Door, replies: string, key: string): Operation {
  return {
    action: 'receive',
    channel: channelRef(door.channel),
    title: contract.verb,
    summary: contract.about,
    messages: [carried(door.channel, door.message)],
    tags: [{ name: contract.service }],
    bindings: { nats: { queue: contract.service, bindingVersion: '0.1.0' } },
    reply: {
      channel: channelRef(replies),
      messages: [carried(replies, `${key}.reply`), carried(replies, `${key}.refusal`)],
    },
    'x-refusals': codesOf(contract),
  };
}

function replyChannel({ service, verb, forSites }: AnyRequest, key: string): Channel {
  const names = [`${key}.reply`, `${key}.refusal`];
  return {
    address: null,
    title: `Replies of ${verb}`,
    description: 'The inbox that the request names as its reply subject.',
    servers: forSites ? [SERVERS.services, SERVERS.sites] : [SERVERS.services],
    messages: Object.fromEntries(names.map((name) => [name, messageRef(name)])),
    tags: [{ name: service }],
    'x-senders': `The process of ${service} that took the request`,
    'x-receivers': 'Who asked',
  };
}

function replyMessage({ verb, output }: AnyRequest, name: string): Message {
  const payload = enveloped(jsonSchemaOf(output, 'output', 'draft-7'));
  return {
    name: `${name}.reply`,
    title: `Output of ${verb}`,
    summary:
      'The request was carried out. Items, where there are any, are answered one by one, in their order.',
    contentType: 'application/json',
    headers: { ...schemaRef('ReplyHeaders') },
    payload,
    examples: [{ payload: sampleOf(payload, verb) }],
  };
}

const enveloped = (output: JsonSchema): JsonSchema => ({
  type: 'object',
  properties: { ok: { type: 'boolean', const: true }, output },
  required: ['ok', 'output'],
});

const refusalOf = (contract: AnyRequest, key: string): Message => refusalMessage(contract, `${key}.refusal`);
