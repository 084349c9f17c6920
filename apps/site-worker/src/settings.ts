import { processSettings } from '@callboard/service-kit';
import { messageOf } from '@callboard/kernel';
import { z } from 'zod';
import { AllowedHosts } from './object-bytes/allowed-hosts';

const GIGABYTE = 1024 ** 3;

/** The longest that a timer of Node can wait is a little more. */
const SEVEN_DAYS_MS = 604_800_000;

const allowedHosts = z
  .string()
  .max(10_000)
  .default('')
  .transform((text, context) => {
    try {
      return AllowedHosts.parse(text);
    } catch (thrown) {
      context.addIssue(messageOf(thrown));
      return z.NEVER;
    }
  });

/** Settings of this program beside those of the site itself, which `libs/site-kit` reads. */
export const workerSettings = processSettings
  .pick({ HEALTH_PORT: true, HEALTH_HOST: true, LOG_LEVEL: true })
  .extend({
    /** Folder below which `file:` objects may be read; none may without it. */
    FILE_OBJECTS_FOLDER: z.string().min(1).optional(),
    /** Hosts, or `host:port`, separated by commas, from which objects are read though their address is not public. */
    FETCH_ALLOWED_HOSTS: allowedHosts,
    /** Milliseconds that a server gets to be connected with and to begin its answer. */
    DOWNLOAD_ANSWER_MS: z.coerce.number().int().min(100).max(600_000).default(30_000),
    /** Milliseconds without a byte after which a download is given up. */
    DOWNLOAD_IDLE_MS: z.coerce.number().int().min(100).max(600_000).default(30_000),
    /** Milliseconds after which a download is given up, however it goes. */
    DOWNLOAD_TOTAL_MS: z.coerce.number().int().min(1000).max(SEVEN_DAYS_MS).default(86_400_000),
    /** Most unpacked bytes for each packed one, above the first 10 MiB. */
    UNPACK_MAX_RATIO: z.coerce.number().min(1).max(10_000).default(200),
    /** Most bytes of one object. */
    OBJECT_MAX_BYTES: z.coerce
      .number()
      .int()
      .positive()
      .default(500 * GIGABYTE),
    /** Days after its end from which on an operation may be archived. */
    ARCHIVE_AFTER_DAYS: z.coerce.number().int().min(1).max(36_500).default(90),
    /** Most jobs of one workflow at once. */
    CONCURRENCY: z.coerce.number().int().min(1).max(100).default(2),
    /** Milliseconds of a lease, renewed every third of it; a dead worker's jobs come back after that. */
    LEASE_MS: z.coerce.number().int().min(3000).max(86_400_000).default(60_000),
    /** Milliseconds that running jobs get to finish when the process is told to stop. */
    DRAIN_MS: z.coerce.number().int().min(0).max(3_600_000).default(20_000),
  });
export type WorkerSettings = z.infer<typeof workerSettings>;
