import { NEWS_AT_ONCE, settleSensorNews } from '@callboard/contracts';
import { Batches, type Log, messageOf } from '@callboard/kernel';
import type { SiteRequests } from '../site-requests';

/** Most characters of an error that are kept. */
const ERROR_CHARACTERS = 2000;

interface SettledNews {
  id: string;
  error?: string;
}

/** Tells what became of news; those whose looks end together go together. What is not told is looked at again. */
export class NewsSettlements {
  private readonly batches: Batches<SettledNews, void>;

  constructor(
    requests: SiteRequests,
    private readonly log: Log,
    aborting: AbortSignal,
  ) {
    this.batches = new Batches({
      atOnce: 2,
      items: NEWS_AT_ONCE,
      bytes: 1024 * 1024,
      bytesOf: ({ error = '' }) => error.length * 4,
      send: async (items) => {
        await requests.persist(settleSensorNews, { items: [...items] }, aborting);
        return items.map(() => undefined);
      },
      resend: () => false,
    });
  }

  /** Never rejects. */
  async settle(id: string, error?: unknown): Promise<void> {
    const failed = error === undefined ? {} : { error: messageOf(error).slice(0, ERROR_CHARACTERS) };
    try {
      await this.batches.add({ id, ...failed });
    } catch (thrown) {
      this.log.warn({ news_id: id, reason: messageOf(thrown) }, 'news not settled: they come again');
    }
  }
}
