import type { Log } from '@callboard/kernel';
import { LOG, Repeating } from '@callboard/service-kit';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CompareClaims } from '../use-cases/compare-claims';
import { repairs } from './repairs';

const EVERY_MS = 2000;

/** Looks after claims whose operation was never opened, and jobs whose operation ended unheard (design 6). */
@Injectable()
export class ClaimsSchedule implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly repeating: Repeating;

  constructor(compareClaims: CompareClaims, @Inject(LOG) log: Log) {
    const compare = async (): Promise<void> => {
      const { opened, settled } = await compareClaims.execute();
      repairs.inc({ repair: 'operation-opened' }, opened);
      repairs.inc({ repair: 'job-settled' }, settled);
    };
    this.repeating = new Repeating('comparing of claims', EVERY_MS, compare, log);
  }

  onApplicationBootstrap(): void {
    this.repeating.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.repeating.stop();
  }
}
