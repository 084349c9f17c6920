import { DomainError } from '@callboard/kernel';
import { eventually } from '@callboard/testing';
import { thingsChanged, ThingsWorld } from './things-world.builder';
import { Reject } from './dead-letters';
import type { EventContext } from './handlers';
import { newTraceparent } from './trace-context';

/** A door that a handler waits before until the test opens it. */
function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

jest.setTimeout(30_000);

describe('events over a real broker', () => {
  let world: ThingsWorld;

  beforeAll(async () => void (world = await ThingsWorld.open()));
  afterEach(() => world.reset());
  afterAll(() => world.close());

  it('hands on the payload with id, time and trace, and acknowledges after the handler', async () => {
    let context: EventContext | undefined;
    world.behaviour.handle = async (_, given) => void (context = given);
    await world.serve();
    const traceparent = newTraceparent();
    const id = await world.publish('a', { traceparent });
    await eventually('the event', () => context);
    expect(context).toEqual({ id, time: '1970-01-01T00:00:00.000Z', deliveries: 1, traceparent });
    await world.allSettled();
  });

  it('drops a repeat of the same outbox row', async () => {
    await world.serve();
    await world.publish('once', { id: 'row-1' });
    await world.publish('once', { id: 'row-1' });
    await world.publish('after');
    await eventually('the event after', () => world.behaviour.handled.includes('after'));
    expect(world.behaviour.handled).toEqual(['once', 'after']);
  });

  it('delivers again what failed, until it is handled', async () => {
    const deliveries: number[] = [];
    world.behaviour.handle = async (_, context) => {
      deliveries.push(context.deliveries);
      if (deliveries.length < 3) throw new Error('not yet');
    };
    await world.serve();
    await world.publish('stubborn');
    await eventually('three deliveries', () => deliveries.length === 3);
    expect(deliveries).toEqual([1, 2, 3]);
    await world.allSettled();
    expect(world.behaviour.letters).toEqual([]);
  });

  it.each([
    ['no JSON', '{"items":'],
    ['the wrong shape', '{"items":[{"name":7}]}'],
    ['NUL inside text', '{"items":[{"name":"\\u0000"}]}'],
  ])('makes %s a dead letter with a reason, and handles the next event', async (_, body) => {
    const { behaviour } = world;
    await world.serve();
    await world.connection.jetstream().publish(thingsChanged.subject, body);
    await world.publish('next');
    await eventually('the next event', () => behaviour.handled.includes('next'));
    await world.allSettled();
    const letter = { subject: thingsChanged.subject, deliveries: 1, reason: expect.stringMatching(/\w+/) };
    expect(behaviour.letters).toEqual([expect.objectContaining(letter)]);
    expect(Buffer.from(behaviour.letters[0]?.body ?? []).toString()).toBe(body);
  });

  it('makes a dead letter of what is rejected at once, and of what fails too often', async () => {
    const { behaviour } = world;
    behaviour.handle = async (name) => {
      throw name === 'odd' ? new Reject('odd one') : new Error('bad day');
    };
    await world.serve({ maxDeliveries: 2 });
    const odd = await world.publish('odd');
    const failing = await world.publish('failing');
    await eventually('two dead letters', () => behaviour.letters.length === 2);
    await world.allSettled();
    expect(behaviour.letters.map(({ eventId, reason, deliveries }) => [eventId, reason, deliveries])).toEqual(
      [
        [odd, 'odd one', 1],
        [failing, 'failed 2 times, at last with: bad day', 2],
      ],
    );
  });

  it('tries three times what the database refuses, however often it was down before', async () => {
    const { behaviour } = world;
    let calls = 0;
    behaviour.handle = async () => {
      calls += 1;
      if (calls <= 3) throw new DomainError('unavailable', 'the database is away');
      throw new RangeError('no column takes this');
    };
    await world.serve();
    await world.publish('odd');
    await eventually('the dead letter', () => behaviour.letters.length === 1, { timeoutMs: 20_000 });
    expect(calls).toBe(6);
    expect(behaviour.letters[0]).toMatchObject({
      reason: 'failed 3 times, at last with: no column takes this',
      deliveries: 6,
    });
  });

  it('loses no dead letter that cannot be kept yet', async () => {
    const { behaviour } = world;
    let tries = 0;
    behaviour.keep = async (letter) => {
      tries += 1;
      if (tries < 3) throw new Error('the database is down');
      behaviour.letters.push(letter);
    };
    behaviour.handle = async () => {
      throw new Reject('never');
    };
    await world.serve();
    await world.publish('kept');
    await eventually('the dead letter', () => behaviour.letters.length === 1);
    expect(tries).toBe(3);
    await world.allSettled();
  });

  it('handles a few at a time, and keeps what it holds beyond ack_wait', async () => {
    const { behaviour } = world;
    const { opened, open } = gate();
    let now = 0;
    let most = 0;
    behaviour.handle = async (name) => {
      now += 1;
      most = Math.max(most, now);
      await opened;
      now -= 1;
      behaviour.handled.push(name);
    };
    await world.serve({ maxConcurrentEvents: 2, ackWaitMs: 300 });
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => world.publish(name)));
    const started = performance.now();
    await eventually('three times ack_wait', () => performance.now() - started > 900);
    open();
    await world.allSettled();
    expect(most).toBe(2);
    expect(behaviour.handled.sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('shares the events of a service among its processes', async () => {
    await world.serve();
    await world.serve();
    await Promise.all(Array.from({ length: 100 }, (_, n) => world.publish(`n${n}`)));
    await world.allSettled();
    expect(new Set(world.behaviour.handled).size).toBe(100);
    expect(world.behaviour.handled).toHaveLength(100);
  });

  it('finishes what is in hand when closed', async () => {
    const { behaviour } = world;
    const { opened, open } = gate();
    let taken = false;
    behaviour.handle = async (name) => {
      taken = true;
      await opened;
      behaviour.handled.push(name);
    };
    const service = await world.serve();
    await world.publish('last');
    await eventually('the event taken', () => taken);
    const closed = service.close();
    open();
    await closed;
    expect(behaviour.handled).toEqual(['last']);
    expect(await world.unsettled()).toBe(0);
  });
});
