import { HEARERS, type ServiceName } from '@callboard/contracts';
import type { Log } from '@callboard/kernel';
import type { ConsumerInfo, JetStreamManager, StreamInfo } from 'nats';

/** Share of its bytes above which a stream makes room. */
const NEARLY_FULL = 0.8;

/**
 * Makes room in an event stream that is nearly full: what every service that hears it has settled goes before its age,
 * the older half at a time. As long as one of them has not (it is down, or has never run), nothing goes: the stream fills
 * up, and events wait in the outbox.
 */
export async function freeHeardEvents(
  jsm: JetStreamManager,
  service: ServiceName,
  { config, state }: StreamInfo,
  log: Log,
): Promise<void> {
  if (config.max_bytes <= 0 || state.bytes < NEARLY_FULL * config.max_bytes) return;
  const durables = await durablesOf(jsm, config.name);
  const heard = heardUpTo(HEARERS[service] ?? [], durables, state.last_seq);
  const half = state.first_seq + Math.ceil((state.last_seq - state.first_seq) / 2);
  const keepFrom = Math.min(heard + 1, half);
  if (keepFrom <= state.first_seq) return;
  const { purged } = await jsm.streams.purge(config.name, { seq: keepFrom });
  log.info({ stream: config.name, events: purged }, 'made room: events that everybody has heard went');
}

/** 0 while a hearer has no durable, or the broker gave up an event of one that is not a dead letter yet. */
function heardUpTo(hearers: readonly ServiceName[], durables: ConsumerInfo[], lastSeq: number): number {
  const missing = hearers.some((hearer) => !durables.some(({ name }) => name.startsWith(`${hearer}__`)));
  const hidden = durables.some(({ num_redelivered, num_ack_pending }) => num_redelivered > num_ack_pending);
  if (missing || hidden) return 0;
  return Math.min(lastSeq, ...durables.map(settledUpTo));
}

/** A durable of one subject among several passes over the others: what it has not to hear it need not settle. */
function settledUpTo({ ack_floor, num_pending, num_ack_pending }: ConsumerInfo): number {
  return num_pending === 0 && num_ack_pending === 0 ? Infinity : ack_floor.stream_seq;
}

async function durablesOf(jsm: JetStreamManager, stream: string): Promise<ConsumerInfo[]> {
  const found: ConsumerInfo[] = [];
  for await (const info of jsm.consumers.list(stream)) if (info.config.durable_name) found.push(info);
  return found;
}
