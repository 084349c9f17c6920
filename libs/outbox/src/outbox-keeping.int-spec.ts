import {
  DEAD_LETTERS,
  type DeadLetterSink,
  LOG,
  NATS_CONNECTION,
  READINESS,
  SERVICE,
  SETTINGS,
} from '@callboard/messaging';
import { Database } from '@callboard/persistence';
import { readSettings, retentionSettings } from '@callboard/service-kit';
import { eventually } from '@callboard/testing';
import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { DeadLetterStore } from './dead-letter-store';
import { migrations, OutboxPlace, thingsChanged } from './outbox-fixture.builder';
import { Outbox } from './outbox';
import { OutboxModule } from './outbox.module';

describe('what the outbox keeps', () => {
  let place: OutboxPlace;
  beforeAll(async () => {
    place = await OutboxPlace.open();
  });
  afterAll(() => place.close());

  it('keeps dead letters whatever is in them, one of an event', async () => {
    const store = new DeadLetterStore(place.database);
    const letter = {
      subject: 'evt',
      eventId: 'e1',
      reason: 'not\u0000 JSON',
      headers: { a: '\\u0000\u0000' },
      body: Uint8Array.from([0, 255, 1]),
      deliveries: 1,
    };
    await store.keep(letter);
    await store.keep({ ...letter, deliveries: 2 });
    await store.keep({
      subject: 'evt',
      reason: 'nameless',
      headers: {},
      body: new Uint8Array(),
      deliveries: 1,
    });
    const rows = await place.database.query('select * from dead_letters order by event_id');
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({
      event_id: 'e1',
      reason: 'not\ufffd JSON',
      headers: { a: '\\u0000\ufffd' },
      body: Buffer.from([0, 255, 1]),
      deliveries: 2,
    });
  });

  it('works as a module: relay, readiness and shutdown', async () => {
    const checks = new Map<string, () => Promise<void>>();
    @Global()
    @Module({
      providers: [
        { provide: SERVICE, useValue: 'jobs' },
        { provide: LOG, useValue: place.log },
        { provide: NATS_CONNECTION, useValue: place.connection },
        {
          provide: SETTINGS,
          useValue: { ...readSettings(retentionSettings, {}), DATABASE_URL: place.storage.url('jobs') },
        },
        { provide: READINESS, useValue: { register: checks.set.bind(checks) } },
      ],
      exports: [SERVICE, LOG, NATS_CONNECTION, SETTINGS, READINESS],
    })
    class HostModule {}

    const built = await Test.createTestingModule({
      imports: [HostModule, OutboxModule.forService({ migrations })],
    }).compile();
    const app = await built.init();
    await checks.get('database')?.();
    const database = app.get(Database);
    await database.transaction((tx) => app.get(Outbox).append(tx, thingsChanged, { items: [{ id: 'm' }] }));
    await eventually('the event', async () => (await place.told()).includes('m'));
    expect(app.get<DeadLetterSink>(DEAD_LETTERS)).toBeInstanceOf(DeadLetterStore);
    await app.close();
    expect(database.dataSource.isInitialized).toBe(false);
  });
});
