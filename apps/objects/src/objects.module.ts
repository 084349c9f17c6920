import { OperationFence } from '@callboard/fencing';
import { OutboxModule } from '@callboard/outbox';
import { readSettings, ServiceKitModule } from '@callboard/service-kit';
import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import { SEEDED_OBJECT_TYPES } from './domain/seeded-object-types';
import { ContentRequests } from './inbound/content.requests';
import { ImportsRequests } from './inbound/imports.requests';
import { ObjectTypesRequests } from './inbound/object-types.requests';
import { ObjectsRequests } from './inbound/objects.requests';
import { StaleUploadsSchedule } from './inbound/stale-uploads.schedule';
import { AskedPromises } from './outbound/asked-promises';
import { LogJournal } from './outbound/log-journal';
import { migrations } from './persistence/migrations';
import { PostgresImportsStore } from './persistence/postgres-imports-store';
import { PostgresObjectTypesStore } from './persistence/postgres-object-types-store';
import { PostgresObjectsStore } from './persistence/postgres-objects-store';
import { PostgresUploadsStore } from './persistence/postgres-uploads-store';
import { AppendContent } from './use-cases/append-content';
import { ChangeObject } from './use-cases/change-object';
import { ChooseObjectIds } from './use-cases/choose-object-ids';
import { ImportObjects } from './use-cases/import-objects';
import { IMPORTS_STORE } from './use-cases/imports-store';
import { MeasureContent } from './use-cases/measure-content';
import { OBJECT_JOURNAL } from './use-cases/object-journal';
import { OBJECT_PROMISES } from './use-cases/object-promises';
import { OBJECT_TYPES_STORE, type ObjectTypesStore } from './use-cases/object-types-store';
import { OBJECTS_STORE } from './use-cases/objects-store';
import { RegisterObjectType, RUNTIME_SITE_ID } from './use-cases/register-object-type';
import { RegisterObjects } from './use-cases/register-objects';
import { RemoveStaleUploads } from './use-cases/remove-stale-uploads';
import { TagObjects } from './use-cases/tag-objects';
import { UPLOADS_STORE } from './use-cases/uploads-store';

const objectsSettings = z.object({ RUNTIME_SITE_ID: z.string().max(200).default('nmdc-runtime') });

/** The service `objects`: what files there are, of which types, and the bytes of some of them. */
@Module({
  imports: [ServiceKitModule.forService('objects'), OutboxModule.forService({ migrations })],
  controllers: [ObjectsRequests, ContentRequests, ObjectTypesRequests, ImportsRequests],
  providers: [
    { provide: RUNTIME_SITE_ID, useFactory: () => readSettings(objectsSettings).RUNTIME_SITE_ID },
    { provide: OBJECTS_STORE, useClass: PostgresObjectsStore },
    { provide: UPLOADS_STORE, useClass: PostgresUploadsStore },
    { provide: OBJECT_TYPES_STORE, useClass: PostgresObjectTypesStore },
    { provide: IMPORTS_STORE, useClass: PostgresImportsStore },
    { provide: OBJECT_JOURNAL, useClass: LogJournal },
    { provide: OBJECT_PROMISES, useClass: AskedPromises },
    OperationFence,
    ChooseObjectIds,
    RegisterObjects,
    MeasureContent,
    TagObjects,
    ChangeObject,
    AppendContent,
    RegisterObjectType,
    ImportObjects,
    RemoveStaleUploads,
    StaleUploadsSchedule,
  ],
})
export class ObjectsModule implements OnModuleInit {
  constructor(@Inject(OBJECT_TYPES_STORE) private readonly types: ObjectTypesStore) {}

  /** The registry of contract 4, before the first request is taken. */
  onModuleInit(): Promise<void> {
    return this.types.seed(SEEDED_OBJECT_TYPES);
  }
}
