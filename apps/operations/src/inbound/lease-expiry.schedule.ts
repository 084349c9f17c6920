import type { Log } from '@callboard/kernel';
import { LOG, Repeating } from '@callboard/service-kit';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ExpireOperations } from '../use-cases/expire-operations';

const EVERY_MS = 1000;

/** Looks once a second for leases that ran out. */
@Injectable()
export class LeaseExpirySchedule implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly repeating: Repeating;

  constructor(expireOperations: ExpireOperations, @Inject(LOG) log: Log) {
    const expire = async (): Promise<void> => void (await expireOperations.execute());
    this.repeating = new Repeating('expiry of leases', EVERY_MS, expire, log);
  }

  onApplicationBootstrap(): void {
    this.repeating.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.repeating.stop();
  }
}
