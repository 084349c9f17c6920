import type { Log } from '@callboard/kernel';
import { LOG, Repeating } from '@callboard/service-kit';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Counter } from 'prom-client';
import { RemoveStaleUploads } from '../use-cases/remove-stale-uploads';

const EVERY_MS = 10 * 60 * 1000;

const removed = new Counter({
  name: 'callboard_uploads_removed_total',
  help: 'Uploads removed because no object was made of them within a day',
});

/** Looks every ten minutes for uploads that became no object within a day. */
@Injectable()
export class StaleUploadsSchedule implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly repeating: Repeating;

  constructor(removeStaleUploads: RemoveStaleUploads, @Inject(LOG) log: Log) {
    const sweep = async (): Promise<void> => {
      const uploads = await removeStaleUploads.execute();
      removed.inc(uploads);
      if (uploads > 0) log.info({ uploads }, 'removed uploads that no object was made of');
    };
    this.repeating = new Repeating('removing of stale uploads', EVERY_MS, sweep, log);
  }

  onApplicationBootstrap(): void {
    this.repeating.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.repeating.stop();
  }
}
