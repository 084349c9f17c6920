import { OperationFence } from '@callboard/fencing';
import { OutboxModule } from '@callboard/outbox';
import { readSettings, ServiceKitModule } from '@callboard/service-kit';
import { Module, type OnModuleInit } from '@nestjs/common';
import { z } from 'zod';
import { ChangesheetsRequests } from './inbound/changesheets.requests';
import { CurationRequests } from './inbound/curation.requests';
import { DocumentsRequests } from './inbound/documents.requests';
import { QueriesRequests } from './inbound/queries.requests';
import { ExecutionsRequests } from './inbound/executions.requests';
import { IdsRequests } from './inbound/ids.requests';
import { ImportsRequests } from './inbound/imports.requests';
import { SchemasRequests } from './inbound/schemas.requests';
import { StaleSubmissionsSchedule } from './inbound/stale-submissions.schedule';
import { SubmissionsRequests } from './inbound/submissions.requests';
import { JobsClient } from './outbound/jobs-client';
import { migrations } from './persistence/migrations';
import { PostgresChangesheetsStore } from './persistence/postgres-changesheets-store';
import { PostgresCurationStore } from './persistence/postgres-curation-store';
import { PostgresCursorsStore } from './persistence/postgres-cursors-store';
import { PostgresDocumentsStore } from './persistence/postgres-documents-store';
import { PostgresEffectsStore } from './persistence/postgres-effects-store';
import { PostgresExecutionsStore } from './persistence/postgres-executions-store';
import { PostgresImportsStore } from './persistence/postgres-imports-store';
import { PostgresMintedIdsStore } from './persistence/postgres-minted-ids-store';
import { PostgresQueriesStore } from './persistence/postgres-queries-store';
import { PostgresSchemasStore } from './persistence/postgres-schemas-store';
import { PostgresSheetsStore } from './persistence/postgres-sheets-store';
import { PostgresSubmissionsStore } from './persistence/postgres-submissions-store';
import { PostgresUpdatesStore } from './persistence/postgres-updates-store';
import { ActivateSchema } from './use-cases/activate-schema';
import { ActiveSchemaReader } from './use-cases/active-schema';
import { AggregateDocuments } from './use-cases/aggregate-documents';
import { ApplyChangesheet } from './use-cases/apply-changesheet';
import { ApplySubmission } from './use-cases/apply-submission';
import { CHANGESHEETS_STORE } from './use-cases/changesheets-store';
import { CheckReferences } from './use-cases/check-references';
import { CheckSubmission } from './use-cases/check-submission';
import { ContinueQuery } from './use-cases/continue-query';
import { CurateSubmission } from './use-cases/curate-submission';
import { CURATION_STORE } from './use-cases/curation-store';
import { CURSORS_STORE } from './use-cases/cursors-store';
import { DeleteDocuments } from './use-cases/delete-documents';
import { DescribeSchema } from './use-cases/describe-schema';
import { DiscardSubmission } from './use-cases/discard-submission';
import { DocumentCounts } from './use-cases/document-counts';
import { DOCUMENTS_STORE } from './use-cases/documents-store';
import { EFFECTS_STORE } from './use-cases/effects-store';
import { FindDocuments } from './use-cases/find-documents';
import { FindPages } from './use-cases/find-pages';
import { EXECUTIONS_STORE } from './use-cases/executions-store';
import { InsertExecutions } from './use-cases/insert-executions';
import { ImportDocuments } from './use-cases/import-documents';
import { IMPORTS_STORE } from './use-cases/imports-store';
import { InstallSchema } from './use-cases/install-schema';
import { JOBS } from './use-cases/jobs';
import { JobsOfQuery } from './use-cases/jobs-of-query';
import { ListStagedDocuments } from './use-cases/list-staged-documents';
import { BindId } from './use-cases/bind-id';
import { DeleteId } from './use-cases/delete-id';
import { OwnId } from './use-cases/own-id';
import { MintIds } from './use-cases/mint-ids';
import { MINTED_IDS_STORE } from './use-cases/minted-ids-store';
import { PreviewChangesheet } from './use-cases/preview-changesheet';
import { QUERIES_STORE } from './use-cases/queries-store';
import { QueryCollections } from './use-cases/query-collections';
import { RememberPreview } from './use-cases/remember-preview';
import { RemoveStaleQueries } from './use-cases/remove-stale-queries';
import { RemoveExecution } from './use-cases/remove-execution';
import { RemoveStaleSheets } from './use-cases/remove-stale-sheets';
import { RemoveStaleSubmissions } from './use-cases/remove-stale-submissions';
import { ResolveId } from './use-cases/resolve-id';
import { RunPipeline } from './use-cases/run-pipeline';
import { RUNTIME_SITE_ID } from './use-cases/runtime-site';
import { SCHEMA_VALIDATION } from './use-cases/schema-validation';
import { SCHEMAS_STORE } from './use-cases/schemas-store';
import { SeedSchema } from './use-cases/seed-schema';
import { SheetChanges } from './use-cases/sheet-changes';
import { SHEET_ENGINE } from './use-cases/sheet-engine';
import { SHEETS_STORE } from './use-cases/sheets-store';
import { StageChanges } from './use-cases/stage-changes';
import { StageDocuments } from './use-cases/stage-documents';
import { StageSheet } from './use-cases/stage-sheet';
import { StoreUpdates } from './use-cases/store-updates';
import { SUBMISSIONS_STORE } from './use-cases/submissions-store';
import { SupersededTypes } from './use-cases/superseded-types';
import { UndoChangesheet } from './use-cases/undo-changesheet';
import { UpdateDocuments } from './use-cases/update-documents';
import { UPDATES_STORE } from './use-cases/updates-store';
import { SchemaThread } from './validation/schema-thread';
import { ThreadedSheetEngine } from './validation/threaded-sheet-engine';
import { ThreadedValidation } from './validation/threaded-validation';

const metadataSettings = z.object({ RUNTIME_SITE_ID: z.string().max(200).default('nmdc-runtime') });

/** The service `metadata`: the schema, and the documents that fit it. */
@Module({
  imports: [ServiceKitModule.forService('metadata'), OutboxModule.forService({ migrations })],
  controllers: [
    SchemasRequests,
    IdsRequests,
    SubmissionsRequests,
    CurationRequests,
    ChangesheetsRequests,
    DocumentsRequests,
    QueriesRequests,
    ExecutionsRequests,
    ImportsRequests,
  ],
  providers: [
    { provide: RUNTIME_SITE_ID, useFactory: () => readSettings(metadataSettings).RUNTIME_SITE_ID },
    { provide: SCHEMAS_STORE, useClass: PostgresSchemasStore },
    { provide: SUBMISSIONS_STORE, useClass: PostgresSubmissionsStore },
    { provide: CURATION_STORE, useClass: PostgresCurationStore },
    { provide: DOCUMENTS_STORE, useClass: PostgresDocumentsStore },
    { provide: EFFECTS_STORE, useClass: PostgresEffectsStore },
    { provide: EXECUTIONS_STORE, useClass: PostgresExecutionsStore },
    { provide: IMPORTS_STORE, useClass: PostgresImportsStore },
    { provide: MINTED_IDS_STORE, useClass: PostgresMintedIdsStore },
    SchemaThread,
    { provide: SCHEMA_VALIDATION, useClass: ThreadedValidation },
    { provide: SHEET_ENGINE, useClass: ThreadedSheetEngine },
    { provide: SHEETS_STORE, useClass: PostgresSheetsStore },
    { provide: CHANGESHEETS_STORE, useClass: PostgresChangesheetsStore },
    { provide: QUERIES_STORE, useClass: PostgresQueriesStore },
    { provide: CURSORS_STORE, useClass: PostgresCursorsStore },
    { provide: UPDATES_STORE, useClass: PostgresUpdatesStore },
    { provide: JOBS, useClass: JobsClient },
    OperationFence,
    ActiveSchemaReader,
    DescribeSchema,
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
    DocumentCounts,
    StageSheet,
    SheetChanges,
    PreviewChangesheet,
    RememberPreview,
    StageChanges,
    ApplyChangesheet,
    UndoChangesheet,
    SupersededTypes,
    InsertExecutions,
    RemoveExecution,
    RemoveStaleSheets,
    ImportDocuments,
    CheckReferences,
    MintIds,
    OwnId,
    BindId,
    DeleteId,
    ResolveId,
    QueryCollections,
    JobsOfQuery,
    RunPipeline,
    FindPages,
    FindDocuments,
    AggregateDocuments,
    ContinueQuery,
    StoreUpdates,
    UpdateDocuments,
    DeleteDocuments,
    RemoveStaleQueries,
  ],
})
export class MetadataModule implements OnModuleInit {
  constructor(private readonly seedSchema: SeedSchema) {}

  /** A schema is active before the first request is taken. */
  onModuleInit(): Promise<void> {
    return this.seedSchema.execute();
  }
}
