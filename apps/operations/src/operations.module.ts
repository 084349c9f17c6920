import { OutboxModule } from '@callboard/outbox';
import { readSettings, ServiceKitModule } from '@callboard/service-kit';
import { Module } from '@nestjs/common';
import { z } from 'zod';
import { LeaseExpirySchedule } from './inbound/lease-expiry.schedule';
import { ArchiveRequests } from './inbound/archive.requests';
import { ImportsRequests } from './inbound/imports.requests';
import { OperationsRequests } from './inbound/operations.requests';
import { LineageRequests } from './inbound/runs/lineage.requests';
import { RunReadsRequests } from './inbound/runs/run-reads.requests';
import { RunReportsRequests } from './inbound/runs/run-reports.requests';
import { RunsRequests } from './inbound/runs/runs.requests';
import { PutOperationsRequests } from './inbound/put-operations.requests';
import { SiteOperationsRequests } from './inbound/site-operations.requests';
import { WritePermitsRequests } from './inbound/write-permits.requests';
import { LoggedStateChanges } from './outbound/logged-state-changes';
import { migrations } from './persistence/migrations';
import { PostgresArchiveStore } from './persistence/postgres-archive-store';
import { PostgresImportsStore } from './persistence/postgres-imports-store';
import { PostgresOperationsStore } from './persistence/postgres-operations-store';
import { prunedTables } from './persistence/pruned-tables';
import { PostgresLineageStore } from './persistence/runs/postgres-lineage-store';
import { PostgresRunReadsStore } from './persistence/runs/postgres-run-reads-store';
import { PostgresRunReportsStore } from './persistence/runs/postgres-run-reports-store';
import { PostgresRunsStore } from './persistence/runs/postgres-runs-store';
import { ArchiveOperations } from './use-cases/archive-operations';
import { ARCHIVE_STORE } from './use-cases/archive-store';
import { EndOperations } from './use-cases/end-operations';
import { ExpireOperations } from './use-cases/expire-operations';
import { HeartbeatOperations } from './use-cases/heartbeat-operations';
import { ImportOperations } from './use-cases/import-operations';
import { IMPORTS_STORE } from './use-cases/imports-store';
import { OpenOperations } from './use-cases/open-operations';
import { OpenPutOperations } from './use-cases/open-put-operations';
import { OPERATIONS_STORE } from './use-cases/operations-store';
import { PermitWrites } from './use-cases/permit-writes';
import { ReportProgress } from './use-cases/report-progress';
import { BeginRun } from './use-cases/runs/begin-run';
import { LINEAGE_STORE } from './use-cases/runs/lineage-store';
import { RecordRunEvents } from './use-cases/runs/record-run-events';
import { RequestJobRun } from './use-cases/runs/request-job-run';
import { RequestRun } from './use-cases/runs/request-run';
import { RUN_READS_STORE } from './use-cases/runs/run-reads-store';
import { RUN_REPORTS_STORE } from './use-cases/runs/run-reports-store';
import { RUNS_STORE } from './use-cases/runs/runs-store';
import { TellRunEvent } from './use-cases/runs/tell-run-event';
import { TraceLineage } from './use-cases/runs/trace-lineage';
import { RUNTIME_SITE_ID } from './use-cases/runtime-site';
import { SettleOperations } from './use-cases/settle-operations';
import { STATE_CHANGE_REPORTER } from './use-cases/state-change-reporter';

const operationsSettings = z.object({ RUNTIME_SITE_ID: z.string().max(200).default('nmdc-runtime') });

@Module({
  imports: [ServiceKitModule.forService('operations'), OutboxModule.forService({ migrations, prunedTables })],
  controllers: [
    OperationsRequests,
    SiteOperationsRequests,
    PutOperationsRequests,
    WritePermitsRequests,
    RunsRequests,
    RunReadsRequests,
    RunReportsRequests,
    LineageRequests,
    ArchiveRequests,
    ImportsRequests,
  ],
  providers: [
    OpenOperations,
    ArchiveOperations,
    OpenPutOperations,
    ReportProgress,
    HeartbeatOperations,
    SettleOperations,
    EndOperations,
    ExpireOperations,
    PermitWrites,
    RequestRun,
    BeginRun,
    RecordRunEvents,
    RequestJobRun,
    TellRunEvent,
    TraceLineage,
    ImportOperations,
    LeaseExpirySchedule,
    { provide: RUNTIME_SITE_ID, useFactory: () => readSettings(operationsSettings).RUNTIME_SITE_ID },
    { provide: IMPORTS_STORE, useClass: PostgresImportsStore },
    { provide: ARCHIVE_STORE, useClass: PostgresArchiveStore },
    { provide: OPERATIONS_STORE, useClass: PostgresOperationsStore },
    { provide: RUNS_STORE, useClass: PostgresRunsStore },
    { provide: RUN_REPORTS_STORE, useClass: PostgresRunReportsStore },
    { provide: RUN_READS_STORE, useClass: PostgresRunReadsStore },
    { provide: LINEAGE_STORE, useClass: PostgresLineageStore },
    { provide: STATE_CHANGE_REPORTER, useClass: LoggedStateChanges },
  ],
})
export class OperationsModule {}
