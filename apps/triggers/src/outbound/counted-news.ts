import { Counter, register } from 'prom-client';
import type { NewsCounts } from '../use-cases/news-counts';

/** News of sensors as metrics. */
export class CountedNews implements NewsCounts {
  private readonly all = counter();

  noted(news: number): void {
    this.all.inc({ what: 'noted' }, news);
  }

  givenUp(news: number): void {
    this.all.inc({ what: 'given-up' }, news);
  }
}

/** The registry is one per process, and a process may hold the module more than once (tests do). */
function counter(): Counter<'what'> {
  const name = 'callboard_sensor_news_total';
  const known = register.getSingleMetric(name);
  if (known instanceof Counter) return known as Counter<'what'>;
  return new Counter({ name, help: 'News of sensors, by what became of them', labelNames: ['what'] });
}
