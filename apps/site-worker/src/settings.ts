import { processSettings } from '@callboard/service-kit';
import { z } from 'zod';

const GIGABYTE = 1024 ** 3;

/** Settings of this program beside those of the site itself, which `libs/site-kit` reads. */
export const workerSettings = processSettings
  .pick({ HEALTH_PORT: true, HEALTH_HOST: true, LOG_LEVEL: true })
  .extend({
    /** Folder below which `file:` objects may be read; none may without it. */
    FILE_OBJECTS_FOLDER: z.string().min(1).optional(),
    /** Milliseconds without a byte after which a download is given up. */
    DOWNLOAD_IDLE_MS: z.coerce.number().int().min(100).max(600_000).default(30_000),
    /** Most bytes of one object. */
    OBJECT_MAX_BYTES: z.coerce
      .number()
      .int()
      .positive()
      .default(500 * GIGABYTE),
    /** Most jobs of one workflow at once. */
    CONCURRENCY: z.coerce.number().int().min(1).max(100).default(2),
    /** Milliseconds of a lease, renewed every third of it; a dead worker's jobs come back after that. */
    LEASE_MS: z.coerce.number().int().min(3000).max(86_400_000).default(60_000),
    /** Milliseconds that running jobs get to finish when the process is told to stop. */
    DRAIN_MS: z.coerce.number().int().min(0).max(3_600_000).default(20_000),
  });
export type WorkerSettings = z.infer<typeof workerSettings>;
