import { accessRoutes } from './routes-access';
import { allowanceRoutes } from './routes-allowances';
import { changesheetRoutes } from './routes-changesheets';
import { credentialsRoutes } from './routes-credentials';
import { jobManagementRoutes } from './routes-job-management';
import { deadLetterRoutes } from './routes-dead-letters';
import { objectStorageRoutes } from './routes-object-storage';
import { jobRoutes } from './routes-jobs';
import { findRoutes } from './routes-finds';
import { metadataRoutes } from './routes-metadata';
import { objectRoutes } from './routes-objects';
import { operationRoutes } from './routes-operations';
import { registryRoutes } from './routes-registry';
import { schemaRoutes } from './routes-schema';
import { runRoutes } from './routes-runs';
import { systemRoutes } from './routes-system';
import { workflowRoutes } from './routes-workflows';

/** Every HTTP route of the runtime. Guards, validation, OpenAPI and tests are made from this table. */
export const ROUTES = {
  ...accessRoutes,
  ...credentialsRoutes,
  ...allowanceRoutes,
  ...objectStorageRoutes,
  ...registryRoutes,
  ...workflowRoutes,
  ...objectRoutes,
  ...jobRoutes,
  ...jobManagementRoutes,
  ...operationRoutes,
  ...metadataRoutes,
  ...changesheetRoutes,
  ...findRoutes,
  ...schemaRoutes,
  ...runRoutes,
  ...deadLetterRoutes,
  ...systemRoutes,
};
