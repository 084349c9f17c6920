import { readSettings, ServiceKitModule } from '@callboard/service-kit';
import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { AllowancesController } from './admin/allowances.controller';
import { DeadLettersController } from './admin/dead-letters.controller';
import { AuthGuard } from './auth/auth.guard';
import { CallerAllowances } from './auth/caller-allowances';
import { UserDirectory } from './auth/user-directory';
import { DrsBulkController } from './drs/drs-bulk.controller';
import { DrsObjects } from './drs/drs-objects';
import { DrsController } from './drs/drs.controller';
import { JobManagementController } from './jobs/job-management.controller';
import { JobsController } from './jobs/jobs.controller';
import { ChangesheetsController } from './metadata/changesheets.controller';
import { DocumentsController } from './metadata/documents.controller';
import { IdsController } from './metadata/ids.controller';
import { ExecutionsController } from './metadata/executions.controller';
import { KeptObjects } from './metadata/kept-objects';
import { QueriesController } from './metadata/queries.controller';
import { SchemasController } from './metadata/schemas.controller';
import { SubmissionsController } from './metadata/submissions.controller';
import { ObjectStorageController } from './object-storage/object-storage.controller';
import { ObjectStore } from './object-storage/object-store';
import { ObjectAccesses } from './objects/object-access';
import { ObjectsController } from './objects/objects.controller';
import { StoredFilesController } from './objects/stored-files.controller';
import { OperationsController } from './operations/operations.controller';
import { ProblemDetailsFilter } from './problem-details.filter';
import { PublicAddress } from './public-address';
import { CapabilitiesController } from './registry/capabilities.controller';
import { ObjectTypesController } from './registry/object-types.controller';
import { Registry } from './registry/registry';
import { TriggersController } from './registry/triggers.controller';
import { WorkflowsController } from './registry/workflows.controller';
import { GATEWAY_SETTINGS, type GatewaySettings, gatewaySettings } from './settings';
import { LineageController } from './runs/lineage.controller';
import { RunReportsController } from './runs/run-reports.controller';
import { RunsController } from './runs/runs.controller';
import { WorkflowDoors } from './runs/workflow-doors';
import { CredentialsController } from './sites/credentials.controller';
import { SitesController } from './sites/sites.controller';
import { ServicesProbe } from './system/services-probe';
import { SystemController } from './system/system.controller';
import { TokenController } from './users/token.controller';
import { TokenKeysController } from './users/token-keys.controller';
import { UsersController } from './users/users.controller';

@Module({
  imports: [ServiceKitModule.forEdge('api-gateway')],
  controllers: [
    TokenController,
    UsersController,
    SitesController,
    CredentialsController,
    ObjectStorageController,
    TokenKeysController,
    CapabilitiesController,
    ObjectTypesController,
    WorkflowsController,
    TriggersController,
    ObjectsController,
    StoredFilesController,
    DrsController,
    DrsBulkController,
    JobsController,
    JobManagementController,
    OperationsController,
    SubmissionsController,
    ChangesheetsController,
    ExecutionsController,
    DocumentsController,
    IdsController,
    SchemasController,
    QueriesController,
    RunsController,
    RunReportsController,
    LineageController,
    AllowancesController,
    DeadLettersController,
    SystemController,
  ],
  providers: [
    { provide: GATEWAY_SETTINGS, useFactory: () => readSettings(gatewaySettings) },
    {
      provide: PublicAddress,
      inject: [GATEWAY_SETTINGS],
      useFactory: (settings: GatewaySettings) => new PublicAddress(settings.PUBLIC_URL),
    },
    {
      provide: ObjectStore,
      inject: [GATEWAY_SETTINGS],
      useFactory: (settings: GatewaySettings) => new ObjectStore(settings),
    },
    ObjectAccesses,
    DrsObjects,
    KeptObjects,
    WorkflowDoors,
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_FILTER, useClass: ProblemDetailsFilter },
    UserDirectory,
    CallerAllowances,
    Registry,
    ServicesProbe,
  ],
})
export class ApiGatewayModule {}
