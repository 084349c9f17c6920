import { eventDurable, GIVEN_UP_STREAM, objectsChanged } from '@callboard/contracts';
import { eventually } from '@callboard/testing';
import { ManagedProcess } from '../../../../../tools/dev-stack/src/managed-process';
import type { Fault, Run } from '../fault';
import { Load } from '../world/load';
import type { World } from '../world/world';

const DURABLE = eventDurable('triggers', objectsChanged.subject);
/** As many deliveries as the broker makes take a while. */
const WITHIN_MS = 120_000;

/** `triggers` is away meanwhile; somebody else takes its events and settles none of them. */
export const missedAdvisory: Fault = {
  name: 'missed-advisory',
  given: 'an event that was delivered as often as the broker delivers at all, and that nobody settled',
  fault: 'the notice of the broker that it was given up is lost',
  invariant: 'the event takes effect all the same, once its service is back',
  short: false,
  world: { scale: { triggers: 1 } },
  async run({ world, counts, size }: Run) {
    const index = world.stack.processes.findIndex(({ plan }) => plan.name === 'triggers');
    const triggers = world.stack.processes[index];
    if (triggers === undefined) throw new Error('no process triggers');
    await triggers.stop();
    const events = size(3, 1);
    await new Load(world).tag(events, 1);
    counts.add('deliveries', await giveUp(world, events));
    const jsm = await world.nats.jetstreamManager();
    const { purged } = await jsm.streams.purge(GIVEN_UP_STREAM);
    if (purged < events) throw new Error(`the broker told of ${purged} events given up, not of ${events}`);
    counts.add('notices lost', purged);
    const back = new ManagedProcess(triggers.plan, (line) => world.reports.push(line));
    world.stack.processes[index] = back;
    await back.start();
  },
};

/** Takes each event and hands it back until none is delivered any more. Gives the number of deliveries. */
async function giveUp(world: World, events: number): Promise<number> {
  const jsm = await world.nats.jetstreamManager();
  const consumer = await world.nats.jetstream().consumers.get(objectsChanged.stream, DURABLE);
  const hidden = async (): Promise<boolean> => {
    const info = await jsm.consumers.info(objectsChanged.stream, DURABLE);
    return info.num_redelivered >= events && info.num_ack_pending + info.num_pending === 0;
  };
  let deliveries = 0;
  const messages = await consumer.consume({
    max_messages: 100,
    callback: (message) => {
      deliveries += 1;
      message.nak();
    },
  });
  await eventually('the broker gives them up', hidden, { timeoutMs: WITHIN_MS });
  await messages.close();
  return deliveries;
}
