import type { AsyncApiDocument, Channel, Message, Operation, Reference } from '../asyncapi/model';

/** What the page shows as one: the ways in to one operation, and what comes back. */
export interface Conversation {
  /** Name of the first channel; anchors are made of it. */
  key: string;
  kind: 'request' | 'event';
  title: string;
  summary: string;
  service: string;
  ways: { key: string; channel: Channel; message: Message }[];
  replies: Message[];
  refusals: readonly string[];
}

/** Every operation of the document; those that share their replies (the doors of a request) are one. */
export function conversationsOf(document: AsyncApiDocument): Conversation[] {
  const found = new Map<string, Conversation>();
  for (const [name, operation] of Object.entries(document.operations)) {
    const key = operation.reply?.channel.$ref ?? name;
    const known = found.get(key) ?? begin(document, operation);
    const channel = lastStep(operation.channel);
    for (const message of operation.messages) {
      known.ways.push({
        key: channel,
        channel: member(document.channels, channel),
        message: messageOf(document, message),
      });
    }
    found.set(key, known);
  }
  return [...found.values()];
}

function begin(document: AsyncApiDocument, operation: Operation): Conversation {
  return {
    key: lastStep(operation.channel),
    kind: operation.action === 'receive' ? 'request' : 'event',
    title: operation.title,
    summary: operation.summary,
    service: operation.tags[0]?.name ?? '',
    ways: [],
    replies: (operation.reply?.messages ?? []).map((message) => messageOf(document, message)),
    refusals: operation['x-refusals'] ?? [],
  };
}

const messageOf = (document: AsyncApiDocument, reference: Reference): Message =>
  member(document.components.messages, lastStep(reference));

const lastStep = ({ $ref }: Reference): string => $ref.replace(/.*\//, '');

function member<T>(section: Record<string, T>, name: string): T {
  const found = section[name];
  if (found === undefined) throw new Error(`the document holds no ${name}`);
  return found;
}
