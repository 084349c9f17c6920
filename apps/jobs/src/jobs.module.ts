import type { Log } from '@callboard/kernel';
import { OutboxModule } from '@callboard/outbox';
import { LOG, NATS_CONNECTION, readSettings, ServiceKitModule } from '@callboard/service-kit';
import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import type { NatsConnection } from 'nats';
import { z } from 'zod';
import { SEEDED_WORKFLOWS } from './domain/seeded-workflows';
import { BellsSchedule } from './inbound/bells.schedule';
import { ClaimsRequests } from './inbound/claims.requests';
import { ClaimsSchedule } from './inbound/claims.schedule';
import { JobsRequests } from './inbound/jobs.requests';
import { OperationsChangedConsumer } from './inbound/operations-changed.consumer';
import { SitesChangedConsumer } from './inbound/sites-changed.consumer';
import { TriggersFiredConsumer } from './inbound/triggers-fired.consumer';
import { WorkflowsRequests } from './inbound/workflows.requests';
import { JetStreamWorkQueue } from './outbound/jetstream-work-queue';
import { LogJournal } from './outbound/log-journal';
import { OperationsClient } from './outbound/operations-client';
import { migrations } from './persistence/migrations';
import { PostgresClaimableWorkStore } from './persistence/postgres-claimable-work-store';
import { PostgresClaimsStore } from './persistence/postgres-claims-store';
import { PostgresJobsStore } from './persistence/postgres-jobs-store';
import { PostgresSettlementsStore } from './persistence/postgres-settlements-store';
import { PostgresSiteCapabilitiesStore } from './persistence/postgres-site-capabilities-store';
import { PostgresWorkflowsStore } from './persistence/postgres-workflows-store';
import { prunedTables } from './persistence/pruned-tables';
import { CLAIMABLE_WORK_STORE } from './use-cases/claimable-work-store';
import { ChangeWorkflow } from './use-cases/change-workflow';
import { ClaimJobs } from './use-cases/claim-jobs';
import { CLAIMS_STORE } from './use-cases/claims-store';
import { CompareClaims } from './use-cases/compare-claims';
import { CreateJobs } from './use-cases/create-jobs';
import { CreateTriggeredJobs } from './use-cases/create-triggered-jobs';
import { DeleteWorkflow } from './use-cases/delete-workflow';
import { JOB_JOURNAL } from './use-cases/job-journal';
import { JOBS_STORE } from './use-cases/jobs-store';
import { OPERATIONS } from './use-cases/operations';
import { RegisterWorkflow, RUNTIME_SITE_ID } from './use-cases/register-workflow';
import { ReleaseJobs } from './use-cases/release-jobs';
import { RingBells } from './use-cases/ring-bells';
import { SettleJobs } from './use-cases/settle-jobs';
import { SETTLEMENTS_STORE } from './use-cases/settlements-store';
import { SITE_CAPABILITIES_STORE } from './use-cases/site-capabilities-store';
import { WORK_QUEUE } from './use-cases/work-queue';
import { WORKFLOWS_STORE, type WorkflowsStore } from './use-cases/workflows-store';

/** No step of a job waits for jobs-changed: it is for those who look on (ADR 5). */
const EVENTS_PACE_MS = 50;

const jobsSettings = z.object({ RUNTIME_SITE_ID: z.string().default('nmdc-runtime') });

/** The service `jobs`: workflows, jobs, who claims them, and the bells that advertise them. */
@Module({
  imports: [
    ServiceKitModule.forService('jobs'),
    OutboxModule.forService({ migrations, prunedTables, paceMs: EVENTS_PACE_MS }),
  ],
  controllers: [
    WorkflowsRequests,
    JobsRequests,
    ClaimsRequests,
    TriggersFiredConsumer,
    OperationsChangedConsumer,
    SitesChangedConsumer,
  ],
  providers: [
    { provide: RUNTIME_SITE_ID, useFactory: () => readSettings(jobsSettings).RUNTIME_SITE_ID },
    { provide: WORKFLOWS_STORE, useClass: PostgresWorkflowsStore },
    { provide: JOBS_STORE, useClass: PostgresJobsStore },
    { provide: CLAIMS_STORE, useClass: PostgresClaimsStore },
    { provide: SETTLEMENTS_STORE, useClass: PostgresSettlementsStore },
    { provide: SITE_CAPABILITIES_STORE, useClass: PostgresSiteCapabilitiesStore },
    { provide: CLAIMABLE_WORK_STORE, useClass: PostgresClaimableWorkStore },
    { provide: OPERATIONS, useClass: OperationsClient },
    {
      provide: WORK_QUEUE,
      inject: [NATS_CONNECTION, LOG],
      useFactory: (connection: NatsConnection, log: Log) => new JetStreamWorkQueue(connection, log),
    },
    { provide: JOB_JOURNAL, inject: [LOG], useFactory: (log: Log) => new LogJournal(log) },
    RegisterWorkflow,
    ChangeWorkflow,
    DeleteWorkflow,
    CreateJobs,
    CreateTriggeredJobs,
    ClaimJobs,
    ReleaseJobs,
    SettleJobs,
    RingBells,
    CompareClaims,
    BellsSchedule,
    ClaimsSchedule,
  ],
})
export class JobsModule implements OnModuleInit {
  constructor(@Inject(WORKFLOWS_STORE) private readonly workflows: WorkflowsStore) {}

  /** The registry of contract 4, before the first request is taken. */
  onModuleInit(): Promise<void> {
    return this.workflows.seed(SEEDED_WORKFLOWS);
  }
}
