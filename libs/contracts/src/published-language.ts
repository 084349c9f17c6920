import type { EventContract, RequestContract } from './envelope';
import * as documentsEvents from './events/documents';
import * as jobsEvents from './events/jobs';
import * as objectsEvents from './events/objects';
import * as operationsEvents from './events/operations';
import * as orcid from './requests/orcid';
import * as putOperationsEvents from './events/put-operations';
import * as sitesEvents from './events/sites';
import * as triggersEvents from './events/triggers';
import * as allowances from './requests/allowances';
import * as archive from './requests/archive';
import * as executions from './requests/executions';
import * as ids from './requests/ids';
import * as jobManagement from './requests/job-management';
import { ALL_DEAD_LETTER_REQUESTS } from './requests/dead-letters';
import * as jobs from './requests/jobs';
import * as lineage from './requests/lineage';
import * as objects from './requests/objects';
import * as putOperations from './requests/put-operations';
import * as operations from './requests/operations';
import * as runReports from './requests/run-reports';
import * as runRequests from './requests/run-requests';
import * as runs from './requests/runs';
import * as sensors from './requests/sensors';
import * as sites from './requests/sites';
import * as triggers from './requests/triggers';
import * as users from './requests/users';
import * as writePermits from './requests/write-permits';
import * as metadata from './requests/metadata';
import * as changesheets from './requests/changesheets';
import * as curation from './requests/curation';
import * as queries from './requests/queries';
import * as imports from './requests/imports';
import * as schemas from './requests/schemas';

/** Everything that a contract file defines of one kind; a contract that is written there cannot be forgotten here. */
function definedIn<C>(files: readonly object[], isOne: (value: object) => boolean): readonly C[] {
  const values = files.flatMap((file) => Object.values(file) as unknown[]);
  return values.filter(
    (value): value is C & object => typeof value === 'object' && value !== null && isOne(value),
  );
}

/** Every request that a service answers, on `rpc.…` and, if it is for sites, on `site.…`. */
export const REQUESTS = definedIn<RequestContract<unknown, unknown>>(
  [
    allowances,
    archive,
    ids,
    jobs,
    jobManagement,
    lineage,
    objects,
    operations,
    orcid,
    putOperations,
    runReports,
    runRequests,
    runs,
    sensors,
    sites,
    triggers,
    users,
    writePermits,
    ALL_DEAD_LETTER_REQUESTS,
    metadata,
    executions,
    changesheets,
    curation,
    queries,
    imports,
    schemas,
  ],
  (value) => 'verb' in value && 'input' in value && 'output' in value,
);

/** Every event that a service publishes. */
export const EVENTS = definedIn<EventContract<unknown>>(
  [
    documentsEvents,
    jobsEvents,
    objectsEvents,
    operationsEvents,
    putOperationsEvents,
    sitesEvents,
    triggersEvents,
  ],
  (value) => 'stream' in value && 'payload' in value,
);
