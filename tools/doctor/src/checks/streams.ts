import { eventStream, GIVEN_UP_STREAM, SERVICES, type ServiceName, WORK_STREAM } from '@callboard/contracts';
import type { JetStreamManager, StreamInfo } from 'nats';
import type { Client } from 'pg';
import { type Check, told } from '../check';

interface Ledger {
  created: string;
  last_seq: string;
  replaying: boolean;
}

const LEDGER = (service: ServiceName): string =>
  `select created, last_seq::text, replay_before is not null as replaying from ${service}.outbox_streams where stream = $1`;

const FULL = 0.9;

/** The relay compares every 10 s, so that what is found here is found by nobody else. */
export const streams: Check = {
  name: 'streams',
  holds: 'each stream is there, is the one that its relay remembers, and has room',
  look: async ({ admin, nats }) => {
    const jsm = await nats.jetstreamManager({ checkAPI: false });
    const faults = await Promise.all([WORK_STREAM, GIVEN_UP_STREAM].map((name) => ofStream(jsm, name)));
    for (const service of SERVICES) faults.push(await ofEvents(jsm, admin, service));
    return told(faults.flat());
  },
};

async function infoOf(jsm: JetStreamManager, name: string): Promise<StreamInfo | undefined> {
  for await (const info of jsm.streams.list()) if (info.config.name === name) return info;
  return undefined;
}

async function ofStream(jsm: JetStreamManager, name: string): Promise<string[]> {
  const info = await infoOf(jsm, name);
  return info === undefined ? [`there is no stream ${name}`] : fullness(info);
}

function fullness({ config: { name, max_bytes }, state: { bytes } }: StreamInfo): string[] {
  if (max_bytes <= 0 || bytes < FULL * max_bytes) return [];
  return [`the stream ${name} holds ${bytes} of ${max_bytes} bytes: somebody who hears it is behind`];
}

async function ofEvents(jsm: JetStreamManager, admin: Client, service: ServiceName): Promise<string[]> {
  const name = eventStream(service);
  const info = await infoOf(jsm, name);
  const { rows } = await admin.query<Ledger>(LEDGER(service), [name]);
  const [ledger] = rows;
  if (info === undefined) return [`there is no stream ${name}: does the service ${service} run?`];
  if (ledger === undefined) return [`the service ${service} remembers nothing of its stream ${name}`];
  const faults = fullness(info);
  const { last_seq: last } = info.state;
  if (ledger.created !== info.created)
    faults.push(`the stream ${name} is not the one that ${service} sent to`);
  else if (last < Number(ledger.last_seq))
    faults.push(`the stream ${name} ends at ${last}, and ${service} had sent ${ledger.last_seq}`);
  if (ledger.replaying) faults.push(`${service} has not marked all that its stream ${name} lost`);
  return faults;
}
