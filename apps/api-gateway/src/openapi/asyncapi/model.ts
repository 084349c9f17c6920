import { type ErrorCode, type JsonSchema, type ServiceName } from '@callboard/contracts';

/** `$ref` inside the document. */
export interface Reference {
  $ref: string;
}

/** Where messages go: an address with parameters, or none, where it is an inbox made for the occasion. */
export interface Channel {
  address: string | null;
  title: string;
  description: string;
  servers: Reference[];
  messages: Record<string, Reference>;
  parameters?: Record<string, { description: string; examples?: string[] }>;
  tags: { name: string }[];
  /** In words: who sends here, and who may hear it. */
  'x-senders': string;
  'x-receivers': string;
  /** Stream and durable that keep the messages. */
  'x-jetstream'?: { stream: string; durable: string };
}

/** What a service does with a channel, as seen from that service. */
export interface Operation {
  action: 'send' | 'receive';
  channel: Reference;
  title: string;
  summary: string;
  messages: Reference[];
  tags: { name: string }[];
  bindings?: { nats: { queue: string; bindingVersion: string } };
  reply?: { channel: Reference; messages: Reference[] };
  /** Codes with which it may be refused, whole or item by item. */
  'x-refusals'?: ErrorCode[];
}

export interface Message {
  name: string;
  title: string;
  summary: string;
  contentType: string;
  headers?: JsonSchema;
  payload: JsonSchema;
  examples: { headers?: Record<string, string>; payload: unknown }[];
}

/** A piece of the document; the whole is all of them put together. */
export interface Part {
  channels: Record<string, Channel>;
  operations: Record<string, Operation>;
  messages: Record<string, Message>;
}

/** An AsyncAPI 3.0 document, as far as it is made here. */
export interface AsyncApiDocument {
  asyncapi: '3.0.0';
  info: {
    title: string;
    version: string;
    description: string;
    tags: { name: string; description: string }[];
  };
  defaultContentType: string;
  servers: Record<string, Record<string, unknown>>;
  channels: Record<string, Channel>;
  operations: Record<string, Operation>;
  components: {
    schemas: Record<string, JsonSchema>;
    messages: Record<string, Message>;
    securitySchemes: Record<string, JsonSchema>;
  };
  /** Every code of a refusal with its meaning. */
  'x-error-codes': Record<string, { status: number; meaning: string }>;
}

export const SERVERS = {
  services: { $ref: '#/servers/services' },
  sites: { $ref: '#/servers/sites' },
} satisfies Record<string, Reference>;

export const schemaRef = (name: string): Reference => ({ $ref: `#/components/schemas/${name}` });
export const messageRef = (name: string): Reference => ({ $ref: `#/components/messages/${name}` });
export const channelRef = (key: string): Reference => ({ $ref: `#/channels/${key}` });
/** A message as operations name it: by the channel that carries it. */
export const carried = (channel: string, message: string): Reference => ({
  $ref: `#/channels/${channel}/messages/${message}`,
});

/** The owner of a channel, or everybody. */
export type Owner = ServiceName | 'everybody';

/** An address with a parameter, from the builder of `subjects.ts`: `work.{workflowToken}`. */
export function template(build: (id: string) => string, parameter: string): string {
  return build(parameter).replace(parameter, `{${parameter}}`);
}

export const SITE_TOKEN = 'siteToken';
export const WORKFLOW_TOKEN = 'workflowToken';
