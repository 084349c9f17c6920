import type { Log } from '@callboard/kernel';
import { OutboxModule } from '@callboard/outbox';
import { LOG, readSettings, ServiceKitModule } from '@callboard/service-kit';
import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import { SEEDED_TRIGGERS } from './domain/seeded-triggers';
import { BackfillSchedule } from './inbound/backfill.schedule';
import { JobsChangedConsumer } from './inbound/jobs-changed.consumer';
import { ObjectsChangedConsumer } from './inbound/objects-changed.consumer';
import { OperationsChangedConsumer } from './inbound/operations-changed.consumer';
import { PutOperationsEndedConsumer } from './inbound/put-operations-ended.consumer';
import { SensorsRequests } from './inbound/sensors.requests';
import { TriggersRequests } from './inbound/triggers.requests';
import { CountedNews } from './outbound/counted-news';
import { LogJournal } from './outbound/log-journal';
import { NatsSensorBells } from './outbound/nats-sensor-bells';
import { migrations } from './persistence/migrations';
import { prunedTables } from './persistence/pruned-tables';
import { PostgresSensorsStore } from './persistence/postgres-sensors-store';
import { PostgresTriggersStore } from './persistence/postgres-triggers-store';
import { BackfillTriggers } from './use-cases/backfill-triggers';
import { FireTriggers } from './use-cases/fire-triggers';
import { FIRING_JOURNAL } from './use-cases/firing-journal';
import { DeleteTrigger } from './use-cases/delete-trigger';
import { NEWS_COUNTS } from './use-cases/news-counts';
import { ImportTriggers } from './use-cases/import-triggers';
import { NoteHappenings } from './use-cases/note-happenings';
import { PauseTrigger } from './use-cases/pause-trigger';
import { RegisterSensors } from './use-cases/register-sensors';
import { RegisterTrigger } from './use-cases/register-trigger';
import { RUNTIME_SITE_ID } from './use-cases/rights';
import { SENSOR_BELLS } from './use-cases/sensor-bells';
import { SENSORS_STORE } from './use-cases/sensors-store';
import { SettleSensorNews } from './use-cases/settle-sensor-news';
import { TakeSensorNews } from './use-cases/take-sensor-news';
import { TRIGGERS_STORE, type TriggersStore } from './use-cases/triggers-store';

const triggersSettings = z.object({ RUNTIME_SITE_ID: z.string().default('nmdc-runtime') });

/** The service `triggers`: which object type feeds which workflow, and what has fired. */
@Module({
  imports: [ServiceKitModule.forService('triggers'), OutboxModule.forService({ migrations, prunedTables })],
  controllers: [
    TriggersRequests,
    SensorsRequests,
    ObjectsChangedConsumer,
    JobsChangedConsumer,
    OperationsChangedConsumer,
    PutOperationsEndedConsumer,
  ],
  providers: [
    { provide: RUNTIME_SITE_ID, useFactory: () => readSettings(triggersSettings).RUNTIME_SITE_ID },
    { provide: TRIGGERS_STORE, useClass: PostgresTriggersStore },
    { provide: FIRING_JOURNAL, inject: [LOG], useFactory: (log: Log) => new LogJournal(log) },
    { provide: SENSORS_STORE, useClass: PostgresSensorsStore },
    { provide: SENSOR_BELLS, useClass: NatsSensorBells },
    { provide: NEWS_COUNTS, useClass: CountedNews },
    RegisterTrigger,
    PauseTrigger,
    DeleteTrigger,
    ImportTriggers,
    FireTriggers,
    RegisterSensors,
    NoteHappenings,
    TakeSensorNews,
    SettleSensorNews,
    BackfillTriggers,
    BackfillSchedule,
  ],
})
export class TriggersModule implements OnModuleInit {
  constructor(@Inject(TRIGGERS_STORE) private readonly triggers: TriggersStore) {}

  /** The registry of contract 4, before the first event is heard. */
  onModuleInit(): Promise<void> {
    return this.triggers.seed(SEEDED_TRIGGERS);
  }
}
