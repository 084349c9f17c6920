import {
  bellDurable,
  bellSubject,
  eventDurable,
  type EventContract,
  eventStream,
  eventStreamSubjects,
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

/** Error codes of the JetStream API for "exists with another configuration". */
const STREAM_DIFFERS = 10058;
const CONSUMER_DIFFERS = [10105, 10148];

/** Makes or adjusts the event stream of a service. Safe to call at any time, by many at once. */
export function ensureEventStream(jsm: JetStreamManager, service: ServiceName): Promise<StreamInfo> {
  return ensureStream(jsm, {
    name: eventStream(service),
    subjects: [eventStreamSubjects(service)],
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.Old,
    max_age: nanos(EVENT_AGE_MS),
    max_msgs: -1,
    duplicate_window: nanos(120 * SECOND),
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
  limits: { ackWaitMs: number; maxAckPending: number },
): Promise<ConsumerInfo> {
  return ensureConsumer(jsm, contract.stream, {
    durable_name: eventDurable(consumer, contract.subject),
    filter_subject: contract.subject,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    ack_wait: nanos(limits.ackWaitMs),
    max_ack_pending: limits.maxAckPending,
    max_deliver: -1,
  });
}

type NamedStream = Partial<StreamConfig> & { name: string };
type NamedConsumer = Partial<ConsumerConfig> & { durable_name: string };

async function ensureStream(jsm: JetStreamManager, config: NamedStream): Promise<StreamInfo> {
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

function apiCodeOf(error: unknown): number | undefined {
  return error instanceof NatsError ? error.api_error?.err_code : undefined;
}
