import {
  type EventContract,
  HEADERS,
  IDEMPOTENCY_KEY_CHARACTERS,
  type JsonSchema,
  MESSAGE_BYTES,
  PART_BYTES,
} from '@callboard/contracts';

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const EVENT_ID = '018f3a6e-7c1a-7b55-9e0d-5b1c2a3d4e5f';
const TIME = '2026-01-02T03:04:05.678Z';
const MB = 1024 * 1024;

const text = (description: string): JsonSchema => ({ type: 'string', description });
const always = (value: string, description: string): JsonSchema => ({
  type: 'string',
  const: value,
  description,
});
const headersOf = (properties: Record<string, JsonSchema>, required: string[]): JsonSchema => ({
  type: 'object',
  properties,
  required,
});

const trace = { [HEADERS.traceparent]: text('W3C trace context, version 00.') };
/** ADR 13. */
const body = {
  [HEADERS.bodyAt]: text(
    `Inbox from which the body is fetched in parts, when it has more than ${PART_BYTES / MB} MB; the message itself is empty then.`,
  ),
  [HEADERS.bodyBytes]: text(`How many bytes that body has, at most ${MESSAGE_BYTES / MB} MB.`),
};

const key = {
  [HEADERS.idempotencyKey]: text(
    'Makes a repeat with the same key and input, from the same caller, give the reply of the first for 24 hours, and ' +
      `change nothing again; for requests that name idempotency-key-reused among their refusals. At most ${IDEMPOTENCY_KEY_CHARACTERS} visible ASCII characters.`,
  ),
};

/** Shapes of headers that many messages share, for `components/schemas`. */
export const HEADER_SCHEMAS: Record<string, JsonSchema> = {
  ServiceRequestHeaders: headersOf(
    {
      ...trace,
      ...key,
      [HEADERS.caller]: text(
        'On whose behalf: base64url of the JSON of a Caller. Without it the caller is anonymous.',
      ),
      [HEADERS.takesParts]: text('Set (to `yes`) by whoever is able to fetch a large reply in parts.'),
      ...body,
    },
    [],
  ),
  SiteRequestHeaders: headersOf(
    { ...trace, ...key, [HEADERS.token]: text('An access token of the very site that the address names.') },
    [HEADERS.token],
  ),
  ReplyHeaders: headersOf(
    {
      ...body,
      [HEADERS.tailBytes]: text(
        'How many bytes stand behind the JSON of the reply: the member `tail` of its output, as it is.',
      ),
    },
    [],
  ),
};

export const serviceRequestHeaders = { [HEADERS.traceparent]: TRACEPARENT, [HEADERS.takesParts]: 'yes' };
export const siteRequestHeaders = {
  [HEADERS.traceparent]: TRACEPARENT,
  [HEADERS.token]: 'eyJhbGciOiJFZERTQSJ9…',
};

/** Headers of an event: CloudEvents 1.0 in binary mode, and what JetStream drops repeats by. */
export function eventHeaders({ service, subject }: EventContract<unknown>): JsonSchema {
  const properties = {
    [HEADERS.eventSpec]: always('1.0', 'Version of CloudEvents.'),
    [HEADERS.eventId]: text('Id of the event, the same whenever it is sent again.'),
    [HEADERS.eventType]: always(subject, 'The subject.'),
    [HEADERS.eventSource]: always(sourceOf(service), 'Who owns it.'),
    [HEADERS.eventTime]: { ...text('When it happened.'), format: 'date-time' },
    [HEADERS.contentType]: always('application/json', 'How the payload is written.'),
    'Nats-Msg-Id': text(`The same as ${HEADERS.eventId}: JetStream drops repeats by it.`),
    ...trace,
  };
  const optional = new Set<string>([HEADERS.traceparent]);
  return headersOf(
    properties,
    Object.keys(properties).filter((name) => !optional.has(name)),
  );
}

export function eventHeadersExample({ service, subject }: EventContract<unknown>): Record<string, string> {
  return {
    [HEADERS.eventSpec]: '1.0',
    [HEADERS.eventId]: EVENT_ID,
    [HEADERS.eventType]: subject,
    [HEADERS.eventSource]: sourceOf(service),
    [HEADERS.eventTime]: TIME,
    [HEADERS.contentType]: 'application/json',
    'Nats-Msg-Id': EVENT_ID,
    [HEADERS.traceparent]: TRACEPARENT,
  };
}

const sourceOf = (service: string): string => `/callboard/${service}`;
