import { defineRepository, type Repository } from '@callboard/site-kit';
import type { WorkerSettings } from './settings';
import { UrlReader } from './object-bytes/url-reader';
import { changesheet } from './workflows/apply-changesheet/workflow';
import { metadataIn } from './workflows/metadata-in/workflow';
import { sequenceSummary } from './workflows/sequence-summary/workflow';

/** Everything that this site runs. */
export function repository(settings: WorkerSettings, urls: UrlReader): Repository {
  const access = {
    filesFolder: settings.FILE_OBJECTS_FOLDER,
    urls,
    maxBytes: settings.OBJECT_MAX_BYTES,
    maxRatio: settings.UNPACK_MAX_RATIO,
  };
  const limits = { concurrency: settings.CONCURRENCY, leaseMs: settings.LEASE_MS };
  return defineRepository({
    workflows: [sequenceSummary(access, limits), metadataIn(access, limits), changesheet(access, limits)],
  });
}

/** Reads the URLs that objects state, within the limits of this site. */
export function urlReader(settings: WorkerSettings): UrlReader {
  return new UrlReader({
    allowed: settings.FETCH_ALLOWED_HOSTS,
    connectTimeoutMs: settings.DOWNLOAD_ANSWER_MS,
    answerTimeoutMs: settings.DOWNLOAD_ANSWER_MS,
    idleTimeoutMs: settings.DOWNLOAD_IDLE_MS,
    totalTimeoutMs: settings.DOWNLOAD_TOTAL_MS,
    maxBytes: settings.OBJECT_MAX_BYTES,
    maxRatio: settings.UNPACK_MAX_RATIO,
  });
}
