import { accessRoutes } from './routes-access';
import { allowanceRoutes } from './routes-allowances';
import { changesheetRoutes } from './routes-changesheets';
import { credentialsRoutes } from './routes-credentials';
import { idRoutes } from './routes-ids';
import { executionRoutes } from './routes-executions';
import { jobManagementRoutes } from './routes-job-management';
import { deadLetterRoutes } from './routes-dead-letters';
import { drsRoutes } from './routes-drs';
import { objectStorageRoutes } from './routes-object-storage';
import { jobRoutes } from './routes-jobs';
import { metadataRoutes } from './routes-metadata';
import { objectRoutes } from './routes-objects';
import { operationRoutes } from './routes-operations';
import { queryRoutes } from './routes-queries';
import { registryRoutes } from './routes-registry';
import { schemaRoutes } from './routes-schema';
import { runRoutes } from './routes-runs';
import { runReportRoutes } from './routes-run-reports';
import { systemRoutes } from './routes-system';
import { userRoutes } from './routes-users';
import { workflowRoutes } from './routes-workflows';

/** Every HTTP route of the runtime. Guards, validation, OpenAPI and tests are made from this table. */
export const ROUTES = {
  ...accessRoutes,
  ...userRoutes,
  ...credentialsRoutes,
  ...allowanceRoutes,
  ...objectStorageRoutes,
  ...registryRoutes,
  ...workflowRoutes,
  ...objectRoutes,
  ...drsRoutes,
  ...jobRoutes,
  ...jobManagementRoutes,
  ...operationRoutes,
  ...metadataRoutes,
  ...executionRoutes,
  ...changesheetRoutes,
  ...schemaRoutes,
  ...idRoutes,
  ...queryRoutes,
  ...runRoutes,
  ...runReportRoutes,
  ...deadLetterRoutes,
  ...systemRoutes,
};
