import { randomUUID } from 'node:crypto';
import { HEADERS, WORK_STREAM } from '@callboard/contracts';
import { eventually } from '@callboard/testing';
import { headers, type MsgHdrs } from 'nats';
import type { Fault, Run } from '../fault';
import { Load } from '../world/load';
import { serverBack } from '../world/servers-back';
import type { World } from '../world/world';

const TIMES = 5;

interface SentEvent {
  id: string;
  subject: string;
  payload: unknown;
  created_at: Date;
}

/** With ids of their own for JetStream, so that nothing but the consumers keeps them from taking effect again. */
export const eventsRepeated: Fault = {
  name: 'events-repeated',
  given: 'events that have taken effect',
  fault: 'each is delivered five times more, in any order, before and after the broker was killed',
  invariant: 'nothing changes',
  short: true,
  async run({ world, random, counts, size, holds }: Run) {
    await new Load(world).tag(size(100, 10));
    await holds();
    const events = await sentEvents(world, size(1000, 60));
    const before = await changes(world);
    for (const restarted of [false, true]) {
      if (restarted) await serverBack(world, 'nats', (pid) => process.kill(pid, 'SIGKILL'));
      const repeats = random.some(Array.from({ length: TIMES }, () => events).flat());
      for (const event of repeats) await publish(world, event);
      counts.add('repeats', repeats.length);
      await allHeard(world);
    }
    const after = await changes(world);
    if (after !== before)
      throw new Error(`I5: events that came again changed something: ${before} became ${after}`);
  },
};

async function sentEvents(world: World, most: number): Promise<SentEvent[]> {
  const each = ['objects', 'triggers', 'operations'].map(
    (service) =>
      `(select id, subject, payload, created_at from ${service}.outbox where sent_at is not null order by seq desc limit $1)`,
  );
  const { rows } = await world.database.query<SentEvent>(each.join(' union all '), [
    Math.ceil(most / each.length),
  ]);
  return rows;
}

async function publish(world: World, event: SentEvent): Promise<void> {
  const jetstream = world.nats.jetstream();
  const body = Buffer.from(JSON.stringify(event.payload));
  const options = { msgID: randomUUID(), headers: headersOf(event) };
  await eventually('the broker takes an event', () => jetstream.publish(event.subject, body, options));
}

function headersOf({ id, created_at }: SentEvent): MsgHdrs {
  const set = headers();
  set.set(HEADERS.eventId, id);
  set.set(HEADERS.eventTime, created_at.toISOString());
  return set;
}

/** Waits until no consumer has anything left. */
async function allHeard(world: World): Promise<void> {
  const jsm = await world.nats.jetstreamManager({ checkAPI: false });
  await eventually(
    'every event is heard',
    async () => {
      for await (const { config } of jsm.streams.list()) {
        if (config.name === WORK_STREAM) continue;
        for await (const info of jsm.consumers.list(config.name))
          if (info.num_pending + info.num_ack_pending > 0) return false;
      }
      return true;
    },
    { timeoutMs: 60_000 },
  );
}

const CHANGES = `
select (select count(*) from jobs.jobs) as jobs, (select count(*) from jobs.job_history) as job_history,
       (select count(*) from operations.operation_history) as operation_history,
       (select count(*) from triggers.firings) as firings,
       (select sum(version) from jobs.jobs) as versions`;

/** As text, so that two looks are easily compared. */
async function changes(world: World): Promise<string> {
  const { rows } = await world.database.query(CHANGES);
  return JSON.stringify(rows[0]);
}
