import { SUBMISSION_BYTES } from '@callboard/contracts';
import { defineRepository, type Repository } from '@callboard/site-kit';
import type { WorkerSettings } from './settings';
import { UrlReader } from './object-bytes/url-reader';
import { doneObjectPutOps } from './sensors/done-object-put-ops';
import { ensureGoldTranslationJob } from './sensors/ensure-gold-translation-job';
import { changesheet } from './workflows/apply-changesheet/workflow';
import { goldTranslation } from './workflows/gold-translation/workflow';
import { housekeeping, weeklyHousekeeping } from './workflows/housekeeping/workflow';
import { metadataIn } from './workflows/metadata-in/workflow';
import { registerPutObject } from './workflows/register-put-object/workflow';
import { sequenceSummary } from './workflows/sequence-summary/workflow';

/** Most bytes of a zip, which is kept in a file while it is read. */
const ZIP_BYTES = SUBMISSION_BYTES;
/** Most entries of a zip, and most bytes of the one that is read. */
const ZIP = { entries: 1000, entryBytes: SUBMISSION_BYTES };

/** Everything that this site runs. */
export function repository(settings: WorkerSettings, urls: UrlReader): Repository {
  const access = {
    filesFolder: settings.FILE_OBJECTS_FOLDER,
    urls,
    maxBytes: settings.OBJECT_MAX_BYTES,
    maxRatio: settings.UNPACK_MAX_RATIO,
  };
  const limits = { concurrency: settings.CONCURRENCY, leaseMs: settings.LEASE_MS };
  const gold = { ...access, maxBytes: Math.min(access.maxBytes, ZIP_BYTES) };
  return defineRepository({
    workflows: [
      sequenceSummary(access, limits),
      metadataIn(access, limits),
      changesheet(access, limits),
      goldTranslation(gold, { ...ZIP, ratio: access.maxRatio }, limits),
      registerPutObject(limits),
      housekeeping(settings.ARCHIVE_AFTER_DAYS, limits),
    ],
    sensors: [ensureGoldTranslationJob, doneObjectPutOps],
    schedules: [weeklyHousekeeping],
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
