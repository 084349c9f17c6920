import type { WorkflowDefinition } from '@callboard/site-kit';
import type { WorkerSettings } from './settings';
import { sequenceSummary } from './workflows/sequence-summary/workflow';

/** Everything that this site runs. */
export function repository(settings: WorkerSettings): WorkflowDefinition[] {
  const access = {
    filesFolder: settings.FILE_OBJECTS_FOLDER,
    idleTimeoutMs: settings.DOWNLOAD_IDLE_MS,
    maxBytes: settings.OBJECT_MAX_BYTES,
  };
  return [sequenceSummary(access, { concurrency: settings.CONCURRENCY, leaseMs: settings.LEASE_MS })];
}
