import { silentLog } from '@callboard/kernel';
import { eventually } from '@callboard/testing';
import { thingsChanged, ThingsWorld } from './things-world.builder';
import { checkNats, connectToNats } from './nats-connection';
import { ensureEventStream } from './stream-topology';

jest.setTimeout(30_000);

describe('events go on', () => {
  let world: ThingsWorld;

  beforeAll(async () => void (world = await ThingsWorld.open()));
  afterEach(() => world.reset());
  afterAll(() => world.close());

  it('after the process that held one died', async () => {
    const { behaviour } = world;
    const doomed = await connectToNats({ ...world.broker.service, name: 'doomed', log: silentLog });
    let taken = false;
    behaviour.handle = async () => {
      taken = true;
      await doomed.closed();
      throw new Error('dead processes settle nothing');
    };
    await world.serve({ connection: doomed });
    await world.publish('orphan');
    await eventually('the event in the hands of the doomed', () => taken);
    await doomed.close();
    behaviour.handle = async (name) => void behaviour.handled.push(name);
    await world.serve();
    await eventually('the event again', () => behaviour.handled.includes('orphan'));
    await world.allSettled();
  });

  it.each<[string, () => Promise<unknown>]>([
    ['the broker restarted', () => world.broker.restart()],
    ['the broker was killed', () => world.broker.kill().then(() => world.broker.restart())],
    ['the broker was killed and its data folder deleted', () => world.broker.wipeAndRestart()],
    ['the durable was deleted', () => world.deleteDurable()],
    ['the stream was deleted', () => world.jsm.streams.delete(thingsChanged.stream)],
  ])('after %s', async (_, harm) => {
    const { behaviour, jsm } = world;
    await world.serve();
    await world.publish('before');
    await eventually('the event before', () => behaviour.handled.includes('before'));
    await harm();
    await world.connected();
    await eventually('the stream', () => ensureEventStream(jsm, 'objects'));
    await eventually('another event published', () => world.publish('after'));
    await eventually('the event after', () => behaviour.handled.includes('after'), { timeoutMs: 20_000 });
    await world.allSettled();
  });

  it('for a process that starts while there is no broker', async () => {
    await world.serve();
    await world.broker.kill();
    const late = connectToNats({ ...world.broker.service, name: 'late', log: silentLog });
    await world.broker.restart();
    await checkNats(await late);
    await (await late).close();
  });
});
