import { OperationFence } from '@callboard/fencing';
import { OutboxModule } from '@callboard/outbox';
import { readSettings, ServiceKitModule } from '@callboard/service-kit';
import { Module, type OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import { CurationRequests } from './inbound/curation.requests';
import { DocumentsRequests } from './inbound/documents.requests';
import { SchemasRequests } from './inbound/schemas.requests';
import { StaleSubmissionsSchedule } from './inbound/stale-submissions.schedule';
import { SubmissionsRequests } from './inbound/submissions.requests';
import { migrations } from './persistence/migrations';
import { PostgresCurationStore } from './persistence/postgres-curation-store';
import { PostgresDocumentsStore } from './persistence/postgres-documents-store';
import { PostgresEffectsStore } from './persistence/postgres-effects-store';
import { PostgresMintedIdsStore } from './persistence/postgres-minted-ids-store';
import { PostgresSchemasStore } from './persistence/postgres-schemas-store';
import { PostgresSubmissionsStore } from './persistence/postgres-submissions-store';
import { ActivateSchema } from './use-cases/activate-schema';
import { ActiveSchemaReader } from './use-cases/active-schema';
import { ApplySubmission } from './use-cases/apply-submission';
import { CheckSubmission } from './use-cases/check-submission';
import { CurateSubmission } from './use-cases/curate-submission';
import { CURATION_STORE } from './use-cases/curation-store';
import { DiscardSubmission } from './use-cases/discard-submission';
import { DOCUMENTS_STORE } from './use-cases/documents-store';
import { EFFECTS_STORE } from './use-cases/effects-store';
import { InstallSchema } from './use-cases/install-schema';
import { ListStagedDocuments } from './use-cases/list-staged-documents';
import { MintIds } from './use-cases/mint-ids';
import { MINTED_IDS_STORE } from './use-cases/minted-ids-store';
import { RemoveStaleSubmissions } from './use-cases/remove-stale-submissions';
import { ResolveId } from './use-cases/resolve-id';
import { RUNTIME_SITE_ID } from './use-cases/runtime-site';
import { SCHEMA_VALIDATION } from './use-cases/schema-validation';
import { SCHEMAS_STORE } from './use-cases/schemas-store';
import { SeedSchema } from './use-cases/seed-schema';
import { StageDocuments } from './use-cases/stage-documents';
import { SUBMISSIONS_STORE } from './use-cases/submissions-store';
import { ThreadedValidation } from './validation/threaded-validation';

const metadataSettings = z.object({ RUNTIME_SITE_ID: z.string().max(200).default('nmdc-runtime') });

/** The service `metadata`: the schema, and the documents that fit it. */
@Module({
  imports: [ServiceKitModule.forService('metadata'), OutboxModule.forService({ migrations })],
  controllers: [SchemasRequests, SubmissionsRequests, CurationRequests, DocumentsRequests],
  providers: [
    { provide: RUNTIME_SITE_ID, useFactory: () => readSettings(metadataSettings).RUNTIME_SITE_ID },
    { provide: SCHEMAS_STORE, useClass: PostgresSchemasStore },
    { provide: SUBMISSIONS_STORE, useClass: PostgresSubmissionsStore },
    { provide: CURATION_STORE, useClass: PostgresCurationStore },
    { provide: DOCUMENTS_STORE, useClass: PostgresDocumentsStore },
    { provide: EFFECTS_STORE, useClass: PostgresEffectsStore },
    { provide: MINTED_IDS_STORE, useClass: PostgresMintedIdsStore },
    { provide: SCHEMA_VALIDATION, useClass: ThreadedValidation },
    OperationFence,
    ActiveSchemaReader,
    InstallSchema,
    ActivateSchema,
    SeedSchema,
    StageDocuments,
    CheckSubmission,
    ApplySubmission,
    DiscardSubmission,
    CurateSubmission,
    ListStagedDocuments,
    RemoveStaleSubmissions,
    StaleSubmissionsSchedule,
    MintIds,
    ResolveId,
  ],
})
export class MetadataModule implements OnModuleInit {
  constructor(private readonly seedSchema: SeedSchema) {}

  /** A schema is active before the first request is taken. */
  onModuleInit(): Promise<void> {
    return this.seedSchema.execute();
  }
}
