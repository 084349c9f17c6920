import type { Log } from '@callboard/kernel';
import { LOG, Repeating } from '@callboard/service-kit';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { RemoveStaleUploads } from '../use-cases/remove-stale-uploads';

const EVERY_MS = 10 * 60 * 1000;

/** Looks every ten minutes for uploads that became no object within a day. */
@Injectable()
export class StaleUploadsSchedule implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly repeating: Repeating;

  constructor(removeStaleUploads: RemoveStaleUploads, @Inject(LOG) log: Log) {
    const sweep = async (): Promise<void> => {
      const uploads = await removeStaleUploads.execute();
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
