import { OutboxModule } from '@callboard/outbox';
import { ServiceKitModule } from '@callboard/service-kit';
import { Module } from '@nestjs/common';
import { LeaseExpirySchedule } from './inbound/lease-expiry.schedule';
import { OperationsRequests } from './inbound/operations.requests';
import { SiteOperationsRequests } from './inbound/site-operations.requests';
import { WritePermitsRequests } from './inbound/write-permits.requests';
import { LoggedStateChanges } from './outbound/logged-state-changes';
import { migrations } from './persistence/migrations';
import { PostgresOperationsStore } from './persistence/postgres-operations-store';
import { prunedTables } from './persistence/pruned-tables';
import { EndOperations } from './use-cases/end-operations';
import { ExpireOperations } from './use-cases/expire-operations';
import { HeartbeatOperations } from './use-cases/heartbeat-operations';
import { OpenOperations } from './use-cases/open-operations';
import { OPERATIONS_STORE } from './use-cases/operations-store';
import { PermitWrites } from './use-cases/permit-writes';
import { ReportProgress } from './use-cases/report-progress';
import { SettleOperations } from './use-cases/settle-operations';
import { STATE_CHANGE_REPORTER } from './use-cases/state-change-reporter';

@Module({
  imports: [ServiceKitModule.forService('operations'), OutboxModule.forService({ migrations, prunedTables })],
  controllers: [OperationsRequests, SiteOperationsRequests, WritePermitsRequests],
  providers: [
    OpenOperations,
    ReportProgress,
    HeartbeatOperations,
    SettleOperations,
    EndOperations,
    ExpireOperations,
    PermitWrites,
    LeaseExpirySchedule,
    { provide: OPERATIONS_STORE, useClass: PostgresOperationsStore },
    { provide: STATE_CHANGE_REPORTER, useClass: LoggedStateChanges },
  ],
})
export class OperationsModule {}
