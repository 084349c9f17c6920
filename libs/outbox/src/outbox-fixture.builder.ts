import { defineEvent, eventStream, HEADERS } from '@callboard/contracts';
import { type Log, silentLog } from '@callboard/kernel';
import { connectToNats } from '@callboard/messaging';
import { Database } from '@callboard/persistence';
import { testBroker, type TestBroker, testDatabase, type TestDatabase } from '@callboard/testing';
import type { NatsConnection, StoredMsg, StreamAPI } from 'nats';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { z } from 'zod';
import { Outbox } from './outbox';
import { OutboxFill } from './outbox-fill';
import { OutboxRelay, type RelayParts } from './outbox-relay';
import { RelayBell } from './relay-bell';
import { createOutboxTables } from './tables';

class CreateOutbox1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createOutboxTables(runner);
    await runner.query('create table things (id text primary key)');
  }
  async down(): Promise<void> {}
}

export const migrations = [CreateOutbox1763900000000];

export const thingsChanged = defineEvent(
  'jobs',
  'things-changed',
  z.object({ items: z.array(z.object({ id: z.string() })) }),
);

/** A real database with the tables of the outbox, and a real broker. */
export class OutboxPlace {
  /** What was logged as a warning or worse. */
  readonly warnings: string[] = [];
  readonly log: Log = {
    debug() {},
    info() {},
    warn: (fields, message) => void this.warnings.push(`${message} ${JSON.stringify(fields)}`),
    error: (fields, message) => void this.warnings.push(`${message} ${JSON.stringify(fields)}`),
  };
  private readonly closers: (() => Promise<void>)[] = [];

  private constructor(
    readonly broker: TestBroker,
    readonly storage: TestDatabase,
    readonly database: Database,
    readonly connection: NatsConnection,
  ) {}

  static async open(): Promise<OutboxPlace> {
    const [broker, storage] = await Promise.all([
      testBroker(),
      testDatabase([{ service: 'jobs', migrations }]),
    ]);
    const database = await Database.open({ url: storage.url('jobs'), service: 'jobs', migrations });
    const connection = await connectToNats({ ...broker.service, name: 'outbox-test', log: silentLog });
    return new OutboxPlace(broker, storage, database, connection);
  }

  /** A relay as another process has it: with its own pool and its own connection to NATS. */
  async relay(
    more: Pick<RelayParts, 'paceMs' | 'streamBytes'> & { most?: number } = {},
  ): Promise<{ relay: OutboxRelay; outbox: Outbox; database: Database }> {
    const database = await Database.open({ url: this.storage.url('jobs'), service: 'jobs', migrations });
    const connection = await connectToNats({ ...this.broker.service, name: 'relay', log: this.log });
    const bell = new RelayBell();
    const fill = new OutboxFill(more.most);
    const relay = new OutboxRelay({ database, connection, bell, log: this.log, fill, ...more });
    this.closers.push(async () => {
      await relay.stop();
      await database.close();
      await connection.close();
    });
    relay.start();
    return { relay, outbox: new Outbox(bell, fill), database };
  }

  /** Appends one event for each id, each in a transaction of its own, several at a time. */
  async append(outbox: Outbox, ids: string[], database: Database = this.database): Promise<void> {
    const todo = [...ids];
    const worker = async (): Promise<void> => {
      for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
        const items = [{ id }];
        await database.transaction((tx) => outbox.append(tx, thingsChanged, { items }));
      }
    };
    await Promise.all(Array.from({ length: 4 }, worker));
  }

  async waiting(): Promise<number> {
    const [row] = await this.database.query<{ n: number }>(
      'select count(*)::int as n from outbox where sent_at is null',
    );
    return row?.n ?? -1;
  }

  /** Ids of the things that the stream tells of, in its order, repeats included. */
  async told(): Promise<string[]> {
    const messages = await this.messages();
    return messages.flatMap((message) =>
      thingsChanged.payload.parse(message.json()).items.map(({ id }) => id),
    );
  }

  /** How many messages the stream holds. */
  stored(): Promise<number> {
    return this.withStreams(async (streams) => (await streams.info(eventStream('jobs'))).state.messages);
  }

  messages(): Promise<StoredMsg[]> {
    return this.withStreams(async (streams) => {
      const { state } = await streams.info(eventStream('jobs'));
      const found: StoredMsg[] = [];
      for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
        found.push(await streams.getMessage(eventStream('jobs'), { seq }));
      }
      return found;
    });
  }

  /** By a new connection: what is asked on one that has just broken is answered late. */
  async withStreams<T>(work: (streams: StreamAPI) => Promise<T>): Promise<T> {
    const connection = await connectToNats({ ...this.broker.service, name: 'look', log: silentLog });
    try {
      return await work((await connection.jetstreamManager({ checkAPI: false })).streams);
    } finally {
      await connection.close();
    }
  }

  async stopRelays(): Promise<void> {
    for (const close of this.closers.splice(0)) await close();
  }

  async close(): Promise<void> {
    await this.stopRelays();
    await this.database.close();
    await this.connection.close();
    await Promise.all([this.broker.stop(), this.storage.drop()]);
  }
}

export const idOf = (message: StoredMsg): string => message.header.get(HEADERS.eventId);

export const numbered = (count: number, prefix: string): string[] =>
  Array.from({ length: count }, (_, n) => `${prefix}-${n}`);
