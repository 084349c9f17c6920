import type { Caller } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { NEWS_COUNTS, type NewsCounts } from './news-counts';
import { siteAsking } from './rights';
import { SENSORS_STORE, type SensorsStore, type TakenNews } from './sensors-store';

@Injectable()
export class TakeSensorNews {
  constructor(
    @Inject(SENSORS_STORE) private readonly sensors: SensorsStore,
    @Inject(NEWS_COUNTS) private readonly counts: NewsCounts,
  ) {}

  /** Gives out what is due for a sensor of the calling site. Refusals: `forbidden`, `not-found`. */
  async execute(sensor: string, max: number, caller: Caller): Promise<TakenNews> {
    const siteId = siteAsking(caller);
    const taken = await this.sensors.take(siteId, sensor, max);
    if (!taken)
      throw new DomainError('not-found', `The site ${siteId} has no sensor ${sensor}: register it first.`);
    this.counts.givenUp(taken.givenUp);
    return taken;
  }
}
