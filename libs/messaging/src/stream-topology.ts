import {
  bellDurable,
  bellSubject,
  eventDurable,
  type EventContract,
  eventStream,
  eventStreamSubjects,
  GIVEN_UP_STREAM,
  GIVEN_UP_SUBJECTS,
  type ServiceName,
  WORK_STREAM,
  WORK_SUBJECTS,
} from '@callboard/contracts';
import {
  AckPolicy,
  type ConsumerConfig,
  type ConsumerInfo,
  DeliverPolicy,
  DiscardPolicy,
  type JetStreamManager,
  nanos,
  NatsError,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
  type StreamInfo,
} from 'nats';

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;

/** Events stay as long as sent outbox rows do (design 6, "When NATS has lost data"). */
const EVENT_AGE_MS = 3 * DAY;
/** Bells per workflow: ten million waiting jobs cost the broker no more than this (design 4). */
const BELLS_PER_WORKFLOW = 10_000;
/** The acknowledgement of a bell follows the claim, not the run. */
const BELL_ACK_WAIT_MS = 10 * SECOND;

const MEGABYTE = 1024 * 1024;
/**
 * Bytes of one event stream, some two million events. What everybody has heard goes before its age when it fills up (the
 * relay sees to it); if somebody has not, no more is taken, and events wait in the outbox.
 */
const EVENT_BYTES = 1024 * MEGABYTE;
/** Bytes of all bells: 10,000 of some hundred workflows. A bell that is refused is rung by the next look (design 4). */
const BELL_BYTES = 512 * MEGABYTE;
/** Notices of events given up. Each takes some 500 bytes; older ones make room, as a sweep finds what they told of. */
const NOTICE_BYTES = 16 * MEGABYTE;
/**
 * Deliveries after which the broker gives an event up. Services give it up long before that by their own count (see
 * settlement.ts), so this is for events that nobody lives to settle, such as one that kills its process. It must not
 * be reached by waiting: while a database is away an event is tried every 30 s, 8,640 times in the life of an event.
 */
const MAX_DELIVER = 10_000;

/** Error codes of the JetStream API for "exists with another configuration". */
const STREAM_DIFFERS = 10058;
/** ... and for "there is not so much room on this disk". */
const NO_ROOM = [10023, 10047];
const CONSUMER_DIFFERS = [10105, 10148];

/**
 * Makes or adjusts the event stream of a service. Safe to call at any time, by many at once. A full one takes nothing
 * more: an old event that was not heard must never make room for a new one.
 */
export function ensureEventStream(
  jsm: JetStreamManager,
  service: ServiceName,
  maxBytes = EVENT_BYTES,
): Promise<StreamInfo> {
  return ensureStream(jsm, {
    name: eventStream(service),
    subjects: [eventStreamSubjects(service)],
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.New,
    max_age: nanos(EVENT_AGE_MS),
    max_msgs: -1,
    max_bytes: maxBytes,
    duplicate_window: nanos(120 * SECOND),
  });
}

/** Makes or adjusts the stream of the broker's notices that it gave an event up: kept also while a service is away. */
export function ensureGivenUpStream(jsm: JetStreamManager): Promise<StreamInfo> {
  return ensureStream(jsm, {
    name: GIVEN_UP_STREAM,
    subjects: [GIVEN_UP_SUBJECTS],
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.Old,
    max_age: nanos(EVENT_AGE_MS),
    max_bytes: NOTICE_BYTES,
  });
}

/** Makes or adjusts the stream of bells. Over 10,000 of one workflow are refused: rung enough. */
export function ensureWorkStream(jsm: JetStreamManager): Promise<StreamInfo> {
  return ensureStream(jsm, {
    name: WORK_STREAM,
    subjects: [WORK_SUBJECTS],
    storage: StorageType.File,
    retention: RetentionPolicy.Workqueue,
    discard: DiscardPolicy.New,
    discard_new_per_subject: true,
    max_msgs_per_subject: BELLS_PER_WORKFLOW,
    max_bytes: BELL_BYTES,
    duplicate_window: nanos(120 * SECOND),
  });
}

/** Makes or adjusts the durable by which every site that is able to run the workflow fetches its bells. */
export function ensureBellDurable(jsm: JetStreamManager, workflowId: string): Promise<ConsumerInfo> {
  return ensureConsumer(jsm, WORK_STREAM, {
    durable_name: bellDurable(workflowId),
    filter_subject: bellSubject(workflowId),
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    ack_wait: nanos(BELL_ACK_WAIT_MS),
    max_batch: 100,
    max_ack_pending: 10_000,
    max_waiting: 5_000,
    max_deliver: -1,
    inactive_threshold: nanos(7 * DAY),
  });
}

/**
 * Makes or adjusts the durable by which `consumer` hears one event. It delivers everything that the stream still
 * holds, so that a stream that had to be made anew, or a service that is new, misses nothing.
 */
export function ensureEventDurable(
  jsm: JetStreamManager,
  consumer: ServiceName,
  contract: EventContract<unknown>,
  limits: { ackWaitMs: number; maxAckPending: number; maxDeliver?: number | undefined },
): Promise<ConsumerInfo> {
  return ensureConsumer(jsm, contract.stream, {
    durable_name: eventDurable(consumer, contract.subject),
    filter_subject: contract.subject,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    ack_wait: nanos(limits.ackWaitMs),
    max_ack_pending: limits.maxAckPending,
    max_deliver: limits.maxDeliver ?? MAX_DELIVER,
  });
}

type NamedStream = Partial<StreamConfig> & { name: string };
type NamedConsumer = Partial<ConsumerConfig> & { durable_name: string };

/** On a disk that has not the room, the stream has no bytes of its own and is bounded by what the broker has in all. */
async function ensureStream(jsm: JetStreamManager, config: NamedStream): Promise<StreamInfo> {
  try {
    return await makeOrAdjust(jsm, config);
  } catch (error) {
    if (!NO_ROOM.includes(apiCodeOf(error) ?? 0)) throw error;
    return makeOrAdjust(jsm, { ...config, max_bytes: -1 });
  }
}

async function makeOrAdjust(jsm: JetStreamManager, config: NamedStream): Promise<StreamInfo> {
  try {
    return await jsm.streams.add(config);
  } catch (error) {
    if (apiCodeOf(error) !== STREAM_DIFFERS) throw error;
    return jsm.streams.update(config.name, config);
  }
}

async function ensureConsumer(
  jsm: JetStreamManager,
  stream: string,
  config: NamedConsumer,
): Promise<ConsumerInfo> {
  try {
    return await jsm.consumers.add(stream, config);
  } catch (error) {
    if (!CONSUMER_DIFFERS.includes(apiCodeOf(error) ?? 0)) throw error;
    return jsm.consumers.update(stream, config.durable_name, config);
  }
}

/** The code of the JetStream API in an error, if it holds one. */
export function apiCodeOf(error: unknown): number | undefined {
  return error instanceof NatsError ? error.api_error?.err_code : undefined;
}
