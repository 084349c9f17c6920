import { bellDurable, bellSubject, eventStream, objectsChanged, WORK_STREAM } from '@callboard/contracts';
import { silentLog } from '@callboard/kernel';
import { testBroker, type TestBroker } from '@callboard/testing';
import type { JetStreamManager, NatsConnection } from 'nats';
import { connectToNats } from './nats-connection';
import {
  ensureBellDurable,
  ensureEventDurable,
  ensureEventStream,
  ensureWorkStream,
} from './stream-topology';

const WORKFLOW = 'Metagenome Annotation: v1.1.0';

describe('streams and durables', () => {
  let broker: TestBroker;
  let connection: NatsConnection;
  let jsm: JetStreamManager;

  beforeAll(async () => {
    broker = await testBroker();
    connection = await connectToNats({ ...broker.service, name: 'test', log: silentLog });
    jsm = await connection.jetstreamManager();
  });

  afterAll(async () => {
    await connection.close();
    await broker.stop();
  });

  it('can be ensured by many at once, and again', async () => {
    const many = Array.from({ length: 8 });
    await Promise.all(many.flatMap(() => [ensureEventStream(jsm, 'objects'), ensureWorkStream(jsm)]));
    const limits = { ackWaitMs: 10_000, maxAckPending: 256 };
    await Promise.all(
      many.flatMap(() => [
        ensureBellDurable(jsm, WORKFLOW),
        ensureEventDurable(jsm, 'jobs', objectsChanged, limits),
      ]),
    );
    expect((await jsm.streams.info(WORK_STREAM)).state.consumer_count).toBe(1);
    expect((await jsm.streams.info(eventStream('objects'))).state.consumer_count).toBe(1);
  });

  it('tell when the stream was made and how far it is, for the replay of the outbox', async () => {
    const first = await ensureEventStream(jsm, 'triggers');
    await connection.jetstream().publish('evt.triggers.things-fired.v1', '{}');
    const second = await ensureEventStream(jsm, 'triggers');
    expect(second.created).toBe(first.created);
    expect(second.state.last_seq).toBe(1);
  });

  it('are brought to today’s settings', async () => {
    await ensureEventStream(jsm, 'sites');
    await jsm.streams.update(eventStream('sites'), { max_age: 3_600 * 1e9 });
    await jsm.consumers.update(WORK_STREAM, bellDurable(WORKFLOW), { ack_wait: 99_000_000_000 });
    expect((await ensureEventStream(jsm, 'sites')).config.max_age).toBe(3 * 24 * 3600 * 1e9);
    expect((await ensureBellDurable(jsm, WORKFLOW)).config.ack_wait).toBe(10e9);
  });

  it('are bounded, by the broker alone where the disk has not the room', async () => {
    const { config } = await ensureEventStream(jsm, 'jobs');
    expect(config).toMatchObject({ discard: 'new', max_bytes: 1024 ** 3 });
    expect((await ensureEventStream(jsm, 'jobs', 2 ** 50)).config.max_bytes).toBe(-1);
    expect((await ensureEventStream(jsm, 'operations', 2 ** 50)).config.max_bytes).toBe(-1);
    expect((await ensureWorkStream(jsm)).config.max_bytes).toBe(512 * 1024 ** 2);
  });

  it('take ten thousand bells of a workflow and refuse more, others untouched', async () => {
    const ring = (workflow: string) => connection.jetstream().publish(bellSubject(workflow), 'bell');
    for (let rung = 0; rung < 10_000; rung += 500)
      await Promise.all(Array.from({ length: 500 }, () => ring('loud')));
    await expect(ring('loud')).rejects.toMatchObject({ api_error: { err_code: 10077 } });
    await ring('quiet');
  });
});
