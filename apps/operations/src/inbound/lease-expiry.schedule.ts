import { type Log, messageOf } from '@callboard/kernel';
import { LOG } from '@callboard/service-kit';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ExpireOperations } from '../use-cases/expire-operations';

const INTERVAL_MS = 1000;

/** Looks once a second for leases that ran out. A round that fails is made up for by the next one. */
@Injectable()
export class LeaseExpirySchedule implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly expireOperations: ExpireOperations,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.wait();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.round;
  }

  private wait(): void {
    this.timer = setTimeout(() => {
      this.round = this.sweep().finally(() => {
        if (!this.stopped) this.wait();
      });
    }, INTERVAL_MS);
  }

  private async sweep(): Promise<void> {
    try {
      await this.expireOperations.execute();
    } catch (thrown) {
      this.log.warn({ reason: messageOf(thrown) }, 'leases not looked at, trying again in a second');
    }
  }
}
