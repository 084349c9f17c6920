import { type SensorNews, takeSensorNews } from '@callboard/contracts';
import { type Log, messageOf } from '@callboard/kernel';
import { runInTrace } from '@callboard/messaging';
import type { SensorDefinition } from '../define-sensor';
import { pause } from '../pause';
import type { SiteRequests } from '../site-requests';
import type { NewsSettlements } from './news-settlements';
import type { SensorLook } from './sensor-look';

/** How often a site looks for news that no bell told of. */
export const NET_MS = 30_000;
/** Looks of one sensor at once in one process. */
const AT_ONCE = 10;
const PAUSE_AFTER_REFUSAL_MS = 5000;

export interface NewsParts {
  requests: SiteRequests;
  look: SensorLook;
  settlements: NewsSettlements;
  log: Log;
  /** Aborts when nothing further is to be taken. */
  stopping: AbortSignal;
  netMs?: number | undefined;
}

/**
 * Takes the news of one sensor and looks at each: when a bell rings, when the next are due, and every 30 s in case a bell
 * was lost. PostgreSQL decides who takes what, so that any number of processes may do so.
 */
export class NewsRunner {
  private rung = new AbortController();

  constructor(
    private readonly sensor: SensorDefinition,
    private readonly parts: NewsParts,
  ) {}

  /** News may wait. */
  wake(): void {
    this.rung.abort();
  }

  /** Runs until it is told to stop, and the looks under way have ended. Never rejects. */
  async run(): Promise<void> {
    const { stopping, log } = this.parts;
    stopping.addEventListener('abort', () => this.wake(), { once: true });
    while (!stopping.aborted) {
      const rung = (this.rung = new AbortController());
      try {
        await pause(await this.takeAndLook(), rung.signal);
      } catch (thrown) {
        if (stopping.aborted) return;
        log.warn({ sensor: this.sensor.name, reason: messageOf(thrown) }, 'news refused, trying again');
        await pause(PAUSE_AFTER_REFUSAL_MS, stopping);
      }
    }
  }

  /** Gives how long to wait for the next ones, in ms. A bell that rings meanwhile counts. */
  private async takeAndLook(): Promise<number> {
    const { requests, stopping, netMs = NET_MS } = this.parts;
    const asked = { sensor: this.sensor.name, max: AT_ONCE };
    const { items, next_in_ms } = await requests.persist(takeSensorNews, asked, stopping);
    await Promise.all(items.map((news) => this.lookAt(news)));
    return items.length === AT_ONCE ? 0 : Math.min(next_in_ms ?? netMs, netMs);
  }

  private lookAt(news: SensorNews): Promise<void> {
    const { look, settlements, log } = this.parts;
    return runInTrace(news.traceparent, async () => {
      try {
        await look.take(this.sensor, news);
        await settlements.settle(news.id);
      } catch (thrown) {
        log.warn({ sensor: this.sensor.name, news_id: news.id, err: thrown }, 'sensor failed');
        await settlements.settle(news.id, thrown ?? 'nothing was thrown');
      }
    });
  }
}
