import type { Log } from '@callboard/kernel';
import { OutboxModule } from '@callboard/outbox';
import { LOG, readSettings, ServiceKitModule } from '@callboard/service-kit';
import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import { SEEDED_TRIGGERS } from './domain/seeded-triggers';
import { BackfillSchedule } from './inbound/backfill.schedule';
import { ObjectsChangedConsumer } from './inbound/objects-changed.consumer';
import { TriggersRequests } from './inbound/triggers.requests';
import { LogJournal } from './outbound/log-journal';
import { migrations } from './persistence/migrations';
import { PostgresTriggersStore } from './persistence/postgres-triggers-store';
import { BackfillTriggers } from './use-cases/backfill-triggers';
import { FireTriggers } from './use-cases/fire-triggers';
import { FIRING_JOURNAL } from './use-cases/firing-journal';
import { DeleteTrigger } from './use-cases/delete-trigger';
import { PauseTrigger } from './use-cases/pause-trigger';
import { RegisterTrigger } from './use-cases/register-trigger';
import { RUNTIME_SITE_ID } from './use-cases/rights';
import { TRIGGERS_STORE, type TriggersStore } from './use-cases/triggers-store';

const triggersSettings = z.object({ RUNTIME_SITE_ID: z.string().default('nmdc-runtime') });

/** The service `triggers`: which object type feeds which workflow, and what has fired. */
@Module({
  imports: [ServiceKitModule.forService('triggers'), OutboxModule.forService({ migrations })],
  controllers: [TriggersRequests, ObjectsChangedConsumer],
  providers: [
    { provide: RUNTIME_SITE_ID, useFactory: () => readSettings(triggersSettings).RUNTIME_SITE_ID },
    { provide: TRIGGERS_STORE, useClass: PostgresTriggersStore },
    { provide: FIRING_JOURNAL, inject: [LOG], useFactory: (log: Log) => new LogJournal(log) },
    RegisterTrigger,
    PauseTrigger,
    DeleteTrigger,
    FireTriggers,
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
