import type { Log } from '@callboard/kernel';
import { checkNats } from '@callboard/messaging';
import { createLog, Health, LOG, NATS_CONNECTION, readSettings, SETTINGS } from '@callboard/service-kit';
import { readSiteSettings, runSite, type RunningSite } from '@callboard/site-kit';
import { Inject, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { UrlReader } from './object-bytes/url-reader';
import { repository, urlReader } from './repository';
import { workerSettings, type WorkerSettings } from './settings';

const SITE = Symbol('running site');

/** Lets running jobs finish, or hands them back, before the process ends; then nothing is downloaded any more. */
@Injectable()
class FinishOnShutdown implements OnApplicationShutdown {
  constructor(
    @Inject(SITE) private readonly site: RunningSite,
    private readonly urls: UrlReader,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.site.finish();
    this.urls.close();
  }
}

/** The runtime's own site as a process: what any site does through the site kit, with health and metrics beside it. */
@Module({
  providers: [
    FinishOnShutdown,
    { provide: SETTINGS, useFactory: () => readSettings(workerSettings) },
    { provide: LOG, useFactory: () => createLog('site-worker') },
    { provide: UrlReader, inject: [SETTINGS], useFactory: urlReader },
    {
      provide: SITE,
      inject: [SETTINGS, LOG, UrlReader],
      useFactory: (settings: WorkerSettings, log: Log, urls: UrlReader) =>
        runSite({
          repository: repository(settings, urls),
          settings: readSiteSettings(),
          log,
          drainMs: settings.DRAIN_MS,
        }),
    },
    { provide: NATS_CONNECTION, inject: [SITE], useFactory: (site: RunningSite) => site.connection },
    { provide: Health, inject: [SITE], useFactory: healthOf },
  ],
})
export class SiteWorkerModule {}

function healthOf(site: RunningSite): Health {
  const health = new Health();
  health.register('nats', () => checkNats(site.connection));
  health.register('queue', async () => {
    if (!site.listening)
      throw new Error('not listening for jobs yet: claims are not answered, or the queue is missing');
  });
  return health;
}
