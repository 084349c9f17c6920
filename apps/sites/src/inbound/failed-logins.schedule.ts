import type { Log } from '@callboard/kernel';
import { LOG, Repeating } from '@callboard/service-kit';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { FAILED_LOGINS_STORE, type FailedLoginsStore } from '../use-cases/failed-logins-store';

const EVERY_MS = 10_000;
/**
 * Comparing secrets is slow: a process cannot add a thousand counts between two rounds, so the table stays near this
 * size whatever comes from however many addresses.
 */
const MOST_COUNTS = 50_000;

/** Drops counts of failed logins that have run down. */
@Injectable()
export class FailedLoginsSchedule implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly repeating: Repeating;

  constructor(@Inject(FAILED_LOGINS_STORE) failures: FailedLoginsStore, @Inject(LOG) log: Log) {
    const prune = async (): Promise<void> => void (await failures.prune(MOST_COUNTS));
    this.repeating = new Repeating('pruning of failed logins', EVERY_MS, prune, log);
  }

  onApplicationBootstrap(): void {
    this.repeating.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.repeating.stop();
  }
}
