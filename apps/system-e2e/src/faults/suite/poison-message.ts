import { randomUUID } from 'node:crypto';
import { HEADERS, objectsChanged, operationsChanged, triggersFired } from '@callboard/contracts';
import { eventually } from '@callboard/testing';
import { headers } from 'nats';
import type { Fault, Run } from '../fault';
import { Load } from '../world/load';
import type { World } from '../world/world';

/** Each with a service that hears it. */
const HEARD = [
  { contract: objectsChanged, by: 'triggers' },
  { contract: triggersFired, by: 'jobs' },
  { contract: operationsChanged, by: 'jobs' },
];
const BODIES = ['', '{', 'null', '{"items": 1}', '{"items": [{"id": 5}]}', '\u0000'];

export const poisonMessage: Fault = {
  name: 'poison-message',
  given: 'consumers of events',
  fault: 'events that nobody can read come in between those of objects that are tagged',
  invariant: 'each is kept as a dead letter with its reason, and all others take effect',
  short: true,
  async run({ world, random, counts, size }: Run) {
    const load = new Load(world);
    const sent: { id: string; by: string }[] = [];
    for (const { contract, by } of HEARD) {
      for (const body of random.some(BODIES, size(BODIES.length, 2))) {
        sent.push({ id: await publish(world, contract.subject, body), by });
        await load.tag(1);
      }
    }
    for (const { id, by } of sent) {
      await eventually(`${id} is a dead letter of ${by}`, () => isBuried(world, id, by), {
        timeoutMs: 60_000,
      });
      counts.add('dead letters');
    }
  },
};

async function publish(world: World, subject: string, body: string): Promise<string> {
  const id = randomUUID();
  world.ledger.poison.add(id);
  const set = headers();
  set.set(HEADERS.eventId, id);
  await world.nats.jetstream().publish(subject, Buffer.from(body), { msgID: id, headers: set });
  return id;
}

async function isBuried(world: World, id: string, by: string): Promise<boolean> {
  const sql = `select from ${by}.dead_letters where event_id = $1 and reason <> ''`;
  return (await world.database.query(sql, [id])).rows.length > 0;
}
