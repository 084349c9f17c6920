import type { Log } from '@callboard/kernel';
import { LOG, Repeating } from '@callboard/service-kit';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { RingBells } from '../use-cases/ring-bells';
import { repairs } from './repairs';

const EVERY_MS = 1000;

/** Rings each second for claimable jobs without a bell (design 4). */
@Injectable()
export class BellsSchedule implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly repeating: Repeating;

  constructor(ringBells: RingBells, @Inject(LOG) log: Log) {
    const ring = async (): Promise<void> => repairs.inc({ repair: 'bell-rung' }, await ringBells.execute());
    this.repeating = new Repeating('ringing of bells', EVERY_MS, ring, log);
  }

  onApplicationBootstrap(): void {
    this.repeating.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.repeating.stop();
  }
}
