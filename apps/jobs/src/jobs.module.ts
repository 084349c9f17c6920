import type { Log } from '@callboard/kernel';
import { OutboxModule } from '@callboard/outbox';
import { LOG, NATS_CONNECTION, readSettings, ServiceKitModule } from '@callboard/service-kit';
import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import type { NatsConnection } from 'nats';
import { z } from 'zod';
import { OWN_WORKFLOWS, SEEDED_WORKFLOWS } from './domain/seeded-workflows';
import { BellsSchedule } from './inbound/bells.schedule';
import { ClaimsRequests } from './inbound/claims.requests';
import { ClaimsSchedule } from './inbound/claims.schedule';
import { DocumentsChangedConsumer } from './inbound/documents-changed.consumer';
import { ImportsRequests } from './inbound/imports.requests';
import { JobInsightRequests } from './inbound/job-insight.requests';
import { JobManagementRequests } from './inbound/job-management.requests';
import { JobRemovalRequests } from './inbound/job-removal.requests';
import { JobsRequests } from './inbound/jobs.requests';
import { OperationsChangedConsumer } from './inbound/operations-changed.consumer';
import { RunRequestsRequests } from './inbound/run-requests.requests';
import { SitesChangedConsumer } from './inbound/sites-changed.consumer';
import { TriggersFiredConsumer } from './inbound/triggers-fired.consumer';
import { WorkflowsRequests } from './inbound/workflows.requests';
import { AskedOperationEnds } from './outbound/asked-operation-ends';
import { JetStreamWorkQueue } from './outbound/jetstream-work-queue';
import { LogJournal } from './outbound/log-journal';
import { OperationsClient } from './outbound/operations-client';
import { migrations } from './persistence/migrations';
import { PostgresClaimableWorkStore } from './persistence/postgres-claimable-work-store';
import { PostgresClaimsStore } from './persistence/postgres-claims-store';
import { PostgresImportsStore } from './persistence/postgres-imports-store';
import { PostgresJobInsightStore } from './persistence/postgres-job-insight-store';
import { PostgresJobsStore } from './persistence/postgres-jobs-store';
import { PostgresManagedJobsStore } from './persistence/postgres-managed-jobs-store';
import { PostgresRemovedJobsStore } from './persistence/postgres-removed-jobs-store';
import { PostgresRequestedJobsStore } from './persistence/postgres-requested-jobs-store';
import { PostgresSettlementsStore } from './persistence/postgres-settlements-store';
import { PostgresSiteCapabilitiesStore } from './persistence/postgres-site-capabilities-store';
import { PostgresSiteLimitsStore } from './persistence/postgres-site-limits-store';
import { PostgresWorkflowsStore } from './persistence/postgres-workflows-store';
import { prunedTables } from './persistence/pruned-tables';
import { CancelJobs } from './use-cases/cancel-jobs';
import { CancelOpenJobs } from './use-cases/cancel-open-jobs';
import { CLAIMABLE_WORK_STORE } from './use-cases/claimable-work-store';
import { ChangeWorkflow } from './use-cases/change-workflow';
import { ClaimJobs } from './use-cases/claim-jobs';
import { CLAIMS_STORE } from './use-cases/claims-store';
import { CompareClaims } from './use-cases/compare-claims';
import { CreateJobs } from './use-cases/create-jobs';
import { CreateTriggeredJobs } from './use-cases/create-triggered-jobs';
import { DeleteJobs } from './use-cases/delete-jobs';
import { DeleteWorkflow } from './use-cases/delete-workflow';
import { EndClaims } from './use-cases/end-claims';
import { ExplainJob } from './use-cases/explain-job';
import { ImportJobs } from './use-cases/import-jobs';
import { IMPORTS_STORE } from './use-cases/imports-store';
import { ImportWorkflows } from './use-cases/import-workflows';
import { JOB_INSIGHT_STORE } from './use-cases/job-insight-store';
import { JOB_JOURNAL } from './use-cases/job-journal';
import { JobOwners } from './use-cases/job-owners';
import { JOBS_STORE } from './use-cases/jobs-store';
import { LimitSite } from './use-cases/limit-site';
import { MANAGED_JOBS_STORE } from './use-cases/managed-jobs-store';
import { OPERATION_ENDS } from './use-cases/operation-ends';
import { OPERATIONS } from './use-cases/operations';
import { RegisterWorkflow, RUNTIME_SITE_ID } from './use-cases/register-workflow';
import { ReleaseJobs } from './use-cases/release-jobs';
import { REMOVED_JOBS_STORE } from './use-cases/removed-jobs-store';
import { RequestJobs } from './use-cases/request-jobs';
import { REQUESTED_JOBS_STORE } from './use-cases/requested-jobs-store';
import { RequeueJobs } from './use-cases/requeue-jobs';
import { RetryJobs } from './use-cases/retry-jobs';
import { RetryMatchingJobs } from './use-cases/retry-matching-jobs';
import { RingBells } from './use-cases/ring-bells';
import { SettleJobs } from './use-cases/settle-jobs';
import { SETTLEMENTS_STORE } from './use-cases/settlements-store';
import { SITE_CAPABILITIES_STORE } from './use-cases/site-capabilities-store';
import { SITE_LIMITS_STORE } from './use-cases/site-limits-store';
import { WORK_QUEUE } from './use-cases/work-queue';
import { WORKFLOWS_STORE, type WorkflowsStore } from './use-cases/workflows-store';

/** No step of a job waits for jobs-changed: it is for sensors (ADR 19) and those who look on (ADR 5). */
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
    JobManagementRequests,
    JobRemovalRequests,
    JobInsightRequests,
    ClaimsRequests,
    RunRequestsRequests,
    ImportsRequests,
    TriggersFiredConsumer,
    OperationsChangedConsumer,
    SitesChangedConsumer,
    DocumentsChangedConsumer,
  ],
  providers: [
    { provide: RUNTIME_SITE_ID, useFactory: () => readSettings(jobsSettings).RUNTIME_SITE_ID },
    { provide: WORKFLOWS_STORE, useClass: PostgresWorkflowsStore },
    { provide: JOBS_STORE, useClass: PostgresJobsStore },
    { provide: REQUESTED_JOBS_STORE, useClass: PostgresRequestedJobsStore },
    { provide: REMOVED_JOBS_STORE, useClass: PostgresRemovedJobsStore },
    { provide: MANAGED_JOBS_STORE, useClass: PostgresManagedJobsStore },
    { provide: JOB_INSIGHT_STORE, useClass: PostgresJobInsightStore },
    { provide: SITE_LIMITS_STORE, useClass: PostgresSiteLimitsStore },
    { provide: CLAIMS_STORE, useClass: PostgresClaimsStore },
    { provide: SETTLEMENTS_STORE, useClass: PostgresSettlementsStore },
    { provide: SITE_CAPABILITIES_STORE, useClass: PostgresSiteCapabilitiesStore },
    { provide: CLAIMABLE_WORK_STORE, useClass: PostgresClaimableWorkStore },
    { provide: IMPORTS_STORE, useClass: PostgresImportsStore },
    { provide: OPERATION_ENDS, useClass: AskedOperationEnds },
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
    EndClaims,
    ReleaseJobs,
    JobOwners,
    CancelOpenJobs,
    CancelJobs,
    DeleteJobs,
    RequeueJobs,
    RequestJobs,
    RetryJobs,
    RetryMatchingJobs,
    ExplainJob,
    LimitSite,
    SettleJobs,
    RingBells,
    CompareClaims,
    ImportWorkflows,
    ImportJobs,
    BellsSchedule,
    ClaimsSchedule,
  ],
})
export class JobsModule implements OnModuleInit {
  constructor(
    @Inject(WORKFLOWS_STORE) private readonly workflows: WorkflowsStore,
    @Inject(RUNTIME_SITE_ID) private readonly runtimeSiteId: string,
  ) {}

  /** The registry of contract 4, before the first request is taken. */
  async onModuleInit(): Promise<void> {
    await this.workflows.seed(SEEDED_WORKFLOWS);
    await this.workflows.seedOnlySite(OWN_WORKFLOWS, this.runtimeSiteId);
  }
}
