import { HEADERS, MESSAGE_BYTES, PART_BYTES } from '@callboard/contracts';
import { carried, type Channel, channelRef, type Message, messageRef, type Part, SERVERS } from './model';

/** The tag of what belongs to no service. */
export const BETWEEN_SERVICES = 'between services';

const ASKED = 'bodies';
const GIVEN = 'bodies.parts';
const MB = 1024 * 1024;
const tags = [{ name: BETWEEN_SERVICES }];

/** Large bodies in parts (ADR 13). */
export function bodyPart(): Part {
  return {
    channels: {
      [ASKED]: {
        address: null,
        title: 'large body',
        description: `The inbox that the header ${HEADERS.bodyAt} of a request or reply names. A body above ${PART_BYTES / MB} MB is fetched there part by part, each answered before the next; at most ${MESSAGE_BYTES / MB} MB.`,
        ...between('Whoever is to have the body', 'The process that offers it'),
        messages: { [ASKED]: messageRef(ASKED) },
      },
      [GIVEN]: {
        address: null,
        title: 'part of a large body',
        description: 'The inbox that the request for a part names as its reply subject.',
        ...between('The process that offers the body', 'Who asked'),
        messages: { [GIVEN]: messageRef(GIVEN) },
      },
    },
    operations: {
      [`answer.${ASKED}`]: {
        action: 'receive',
        channel: channelRef(ASKED),
        title: 'large body',
        summary: 'Gives one part of a large body.',
        messages: [carried(ASKED, ASKED)],
        tags,
        reply: { channel: channelRef(GIVEN), messages: [carried(GIVEN, GIVEN)] },
      },
    },
    messages: MESSAGES,
  };
}

const between = (
  senders: string,
  receivers: string,
): Pick<Channel, 'servers' | 'tags' | 'x-senders' | 'x-receivers'> => ({
  servers: [SERVERS.services],
  tags,
  'x-senders': senders,
  'x-receivers': receivers,
});

const MESSAGES: Record<string, Message> = {
  [ASKED]: {
    name: ASKED,
    title: 'request for a part',
    summary: 'The number of the part, from 0.',
    contentType: 'text/plain',
    payload: { type: 'string', pattern: '^\\d+$' },
    examples: [{ payload: '0' }],
  },
  [GIVEN]: {
    name: GIVEN,
    title: 'part of a large body',
    summary: `${PART_BYTES / MB} MB of the body, the last part what is left: JSON only when all are put together.`,
    contentType: 'application/octet-stream',
    payload: { type: 'string', format: 'binary' },
    examples: [{ payload: '{"ok":true,"output":{"items":[' }],
  },
};
