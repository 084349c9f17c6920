import type { ServiceName } from '@callboard/contracts';
import type { MigrationClass } from '@callboard/persistence';
import { migrations as jobs } from '../../../apps/jobs/src/persistence/migrations';
import { migrations as objects } from '../../../apps/objects/src/persistence/migrations';
import { migrations as operations } from '../../../apps/operations/src/persistence/migrations';
import { migrations as sites } from '../../../apps/sites/src/persistence/migrations';
import { migrations as triggers } from '../../../apps/triggers/src/persistence/migrations';
import { migrations as metadata } from '../../../apps/metadata/src/persistence/migrations';

/** What each service needs of its database. A service that is missing here does not compile. */
export const SERVICE_MIGRATIONS: Record<ServiceName, MigrationClass[]> = {
  objects,
  triggers,
  jobs,
  operations,
  sites,
  metadata,
};
