import { Inject, Injectable } from '@nestjs/common';
import { type Happening, isHeard, mayHear } from '../domain/happening';
import { NEWS_COUNTS, type NewsCounts } from './news-counts';
import { RUNTIME_SITE_ID } from './rights';
import { SENSOR_BELLS, type SensorBells } from './sensor-bells';
import { type NewsOfSensor, SENSORS_STORE, type SensorsStore } from './sensors-store';

@Injectable()
export class NoteHappenings {
  constructor(
    @Inject(SENSORS_STORE) private readonly sensors: SensorsStore,
    @Inject(SENSOR_BELLS) private readonly bells: SensorBells,
    @Inject(NEWS_COUNTS) private readonly counts: NewsCounts,
    @Inject(RUNTIME_SITE_ID) private readonly runtimeSiteId: string,
  ) {}

  /** Keeps what happened for each sensor that hears it and may, once, and rings. Repeats and orders change nothing. */
  async execute(happenings: readonly Happening[]): Promise<void> {
    if (happenings.length === 0) return;
    const sites = new Set([this.runtimeSiteId, ...happenings.flatMap((happening) => happening.sites)]);
    const listening = await this.sensors.of([...sites]);
    const news = happenings.flatMap((happening) =>
      listening.flatMap(({ siteId, sensor, hears }): NewsOfSensor[] =>
        mayHear(siteId, happening, this.runtimeSiteId) && isHeard(hears, happening.news)
          ? [{ siteId, sensor, happening }]
          : [],
      ),
    );
    if (news.length === 0) return;
    const noted = await this.sensors.note(news);
    this.counts.noted(noted.length);
    this.bells.ring(noted);
  }
}
