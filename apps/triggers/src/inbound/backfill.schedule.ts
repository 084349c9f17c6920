import type { Log } from '@callboard/kernel';
import { LOG, Repeating } from '@callboard/service-kit';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { BackfillTriggers } from '../use-cases/backfill-triggers';

const EVERY_MS = 1000;

/** Carries on with unfinished backfills each second: those of a process that died, and those of another process. */
@Injectable()
export class BackfillSchedule implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly stopping = new AbortController();
  private readonly repeating: Repeating;
  private woken: Promise<void> = Promise.resolve();

  constructor(
    private readonly backfillTriggers: BackfillTriggers,
    @Inject(LOG) log: Log,
  ) {
    this.repeating = new Repeating('backfill of triggers', EVERY_MS, () => this.backfill(), log);
  }

  onApplicationBootstrap(): void {
    this.repeating.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await Promise.all([this.repeating.stop(), this.woken]);
  }

  /** Does not wait for the next second: a trigger was registered just now. A fault is left to the next round. */
  wake(): void {
    this.woken = this.woken.then(() => this.backfill()).catch(() => undefined);
  }

  private backfill(): Promise<void> {
    return this.backfillTriggers.execute(this.stopping.signal);
  }
}
