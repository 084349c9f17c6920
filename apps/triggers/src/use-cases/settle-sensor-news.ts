import { accepted, type Caller, type ItemReply, refused } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { NEWS_COUNTS, type NewsCounts } from './news-counts';
import { siteAsking } from './rights';
import { type NewsState, SENSORS_STORE, type SensorsStore } from './sensors-store';

@Injectable()
export class SettleSensorNews {
  constructor(
    @Inject(SENSORS_STORE) private readonly sensors: SensorsStore,
    @Inject(NEWS_COUNTS) private readonly counts: NewsCounts,
  ) {}

  /** Answers in the order told. Refusals: `forbidden`; per item `not-found`. */
  async execute(
    items: readonly { id: string; error?: string | undefined }[],
    caller: Caller,
  ): Promise<ItemReply<{ id: string; state: NewsState }>[]> {
    const settled = await this.sensors.settle(siteAsking(caller), items);
    this.counts.givenUp(settled.filter(({ state, changed }) => changed && state === 'given-up').length);
    const byId = new Map(settled.map((news) => [news.id, news]));
    return items.map(({ id }) => {
      const news = byId.get(id);
      return news
        ? accepted({ id, state: news.state })
        : refused('not-found', 'There are no such news of the site.');
    });
  }
}
