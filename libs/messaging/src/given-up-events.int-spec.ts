import { eventDurable, GIVEN_UP_STREAM } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { eventually } from '@callboard/testing';
import { silentObserver } from './observer';
import { thingsChanged, ThingsWorld } from './things-world.builder';

jest.setTimeout(30_000);

const down = async (): Promise<void> => {
  throw new DomainError('unavailable', 'the database is away');
};
const NEVER_MS = 1_000_000;

describe('an event that the broker gave up', () => {
  let world: ThingsWorld;
  let found: string[];
  const observer = {
    ...silentObserver,
    eventGivenUp: (event: { found: string }) => void found.push(event.found),
  };

  beforeAll(async () => void (world = await ThingsWorld.open()));
  beforeEach(() => void (found = []));
  afterEach(() => world.reset());
  afterAll(() => world.close());

  /** What the durable still counts as delivered more than once, and what is in somebody's hands. */
  const counted = async (): Promise<number[]> => {
    const info = await world.jsm.consumers.info(
      thingsChanged.stream,
      eventDurable('jobs', thingsChanged.subject),
    );
    return [info.num_redelivered, info.num_ack_pending];
  };

  /** An event that was delivered three times to a service whose database is away. */
  async function givenUp(): Promise<string> {
    world.behaviour.handle = down;
    await world.serve({ maxDeliver: 3, givenUpEveryMs: NEVER_MS });
    await eventually('the stream of notices', () => world.jsm.streams.info(GIVEN_UP_STREAM));
    const id = await world.publish('hidden');
    await eventually(
      'it to be given up',
      async () => {
        const [redelivered, pending] = await counted();
        return redelivered === 1 && pending === 0;
      },
      { timeoutMs: 15_000 },
    );
    expect(world.behaviour.letters).toEqual([]);
    return id;
  }

  it('becomes a dead letter by the notice of the broker, once', async () => {
    const id = await givenUp();
    await Promise.all([1, 2].map(() => world.serve({ maxDeliver: 3, givenUpEveryMs: 100, observer })));
    const { letters } = world.behaviour;
    await eventually('the dead letter', () => letters.length > 0);
    expect(letters[0]).toMatchObject({
      subject: thingsChanged.subject,
      eventId: id,
      deliveries: 3,
      reason: 'given up by the broker after 3 deliveries that nobody lived to settle',
    });
    expect(Buffer.from(letters[0]?.body ?? []).toString()).toBe('{"items":[{"name":"hidden"}]}');
    await eventually('the broker to forget it', async () => (await counted()).join() === '0,0');
    await eventually('the notice to be gone', async () => {
      return (await world.jsm.streams.info(GIVEN_UP_STREAM)).state.messages === 0;
    });
    expect(found).not.toContain('count');
  });

  it('is delivered again when its notice was lost', async () => {
    await givenUp();
    await world.jsm.streams.purge(GIVEN_UP_STREAM);
    world.behaviour.handle = async (name) => void world.behaviour.handled.push(name);
    await world.serve({ maxDeliver: 3, givenUpEveryMs: 100, observer });
    await eventually('the event', () => world.behaviour.handled.includes('hidden'), { timeoutMs: 15_000 });
    expect(found).toEqual(['count']);
    await world.allSettled();
    expect(world.behaviour.letters).toEqual([]);
  });
});
