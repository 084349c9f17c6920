import type { ServiceName } from '@callboard/contracts';
import type { Log } from '@callboard/kernel';
import { DEAD_LETTERS, LOG, NATS_CONNECTION, REPLY_KEEPER, SERVICE, SETTINGS } from '@callboard/messaging';
import { Database, type MigrationClass, type RowClass } from '@callboard/persistence';
import { type DynamicModule, type FactoryProvider, Module } from '@nestjs/common';
import type { NatsConnection } from 'nats';
import { DeadLetterList } from './dead-letter-list';
import { DeadLetterRequests } from './dead-letter-requests';
import { DeadLetterStore } from './dead-letter-store';
import { DecideDeadLetters } from './decide-dead-letters';
import { KeptReplies } from './kept-replies/kept-replies';
import { Outbox } from './outbox';
import { OutboxFill } from './outbox-fill';
import { OutboxLifecycle } from './outbox-lifecycle';
import { OutboxRelay } from './outbox-relay';
import { OWN_PRUNED_TABLES } from './own-pruned-tables';
import type { PrunedTable, Retention } from './pruned-table';
import { Pruner } from './pruner';
import { RelayBell } from './relay-bell';

export interface OutboxModuleOptions {
  /** Classes with TypeORM's `@Entity()`. */
  rows?: RowClass[];
  /** What the service's code needs to have been run. */
  migrations: MigrationClass[];
  /** Tables of the service whose old rows go. Those of the outbox are pruned anyway. */
  prunedTables?: readonly PrunedTable[];
  /**
   * How long events may wait for company after others were sent, in ms. For a service whose events nobody waits for:
   * under load its relay then sends many with one transaction.
   */
  paceMs?: number;
  /** Gives the connection string. Default: the setting DATABASE_URL of the process. */
  databaseUrl?: () => string;
}

/**
 * Gives a service its {@link Database}, its {@link Outbox} with a running relay, and the places of its dead letters and of
 * the replies that it keeps by key.
 * Import it once, beside ServiceKitModule, which provides the connection to NATS, the log and the settings.
 */
@Module({})
export class OutboxModule {
  static forService(options: OutboxModuleOptions): DynamicModule {
    return {
      module: OutboxModule,
      global: true,
      providers: [
        databaseProvider(options),
        relayProvider(options),
        prunerProvider(options),
        RelayBell,
        fillProvider,
        Outbox,
        DeadLetterStore,
        DeadLetterList,
        DecideDeadLetters,
        DeadLetterRequests,
        { provide: DEAD_LETTERS, useExisting: DeadLetterStore },
        {
          provide: REPLY_KEEPER,
          inject: [Database],
          useFactory: (database: Database) => new KeptReplies(database),
        },
        OutboxLifecycle,
      ],
      exports: [Database, Outbox, OutboxRelay, DEAD_LETTERS, REPLY_KEEPER],
    };
  }
}

const fillProvider: FactoryProvider<OutboxFill> = {
  provide: OutboxFill,
  inject: [SETTINGS],
  useFactory: ({ OUTBOX_MOST_WAITING }: { OUTBOX_MOST_WAITING?: number }) =>
    new OutboxFill(OUTBOX_MOST_WAITING),
};

function databaseProvider({ rows, migrations, databaseUrl }: OutboxModuleOptions): FactoryProvider<Database> {
  return {
    provide: Database,
    inject: [SERVICE, LOG, SETTINGS],
    useFactory: (service: ServiceName, log: Log, settings: { DATABASE_URL?: string }) => {
      const url = databaseUrl?.() ?? settings.DATABASE_URL;
      if (url === undefined)
        throw new Error(`set DATABASE_URL to the connection string of the service ${service}`);
      return Database.open({ url, service, rows: rows ?? [], migrations, log });
    },
  };
}

function relayProvider({ paceMs = 0 }: OutboxModuleOptions): FactoryProvider<OutboxRelay> {
  return {
    provide: OutboxRelay,
    inject: [Database, NATS_CONNECTION, RelayBell, OutboxFill, LOG],
    useFactory: (
      database: Database,
      connection: NatsConnection,
      bell: RelayBell,
      fill: OutboxFill,
      log: Log,
    ) => new OutboxRelay({ database, connection, bell, fill, log, paceMs }),
  };
}

function prunerProvider({ prunedTables = [] }: OutboxModuleOptions): FactoryProvider<Pruner> {
  return {
    provide: Pruner,
    inject: [Database, LOG, SETTINGS],
    useFactory: (database: Database, log: Log, retention: Retention) =>
      new Pruner({ database, log, retention, tables: [...OWN_PRUNED_TABLES, ...prunedTables] }),
  };
}
