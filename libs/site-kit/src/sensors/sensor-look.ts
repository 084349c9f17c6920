import type { SensorNews } from '@callboard/contracts';
import type { Log } from '@callboard/kernel';
import type { SensorContext, SensorDefinition } from '../define-sensor';
import { OperationObjects } from '../operation-objects';
import type { SiteRequests } from '../site-requests';
import type { RunRequester } from './run-requester';

/** News that are taken are given to others after 30 s, so a look ends before. */
const LONGEST_LOOK_MS = 25_000;

/** One look of a sensor: runs its code, and asks for the runs that it wants. */
export class SensorLook {
  constructor(
    private readonly requests: SiteRequests,
    private readonly runs: Pick<RunRequester, 'request'>,
    private readonly log: Log,
    /** Aborts when the site drains and time is up. */
    private readonly aborting: AbortSignal,
    private readonly longestMs = LONGEST_LOOK_MS,
  ) {}

  /** Rejects with what the sensor threw, or why its runs were refused, or when it takes too long. */
  async take(sensor: SensorDefinition, news: SensorNews | undefined): Promise<void> {
    const signal = AbortSignal.any([this.aborting, AbortSignal.timeout(this.longestMs)]);
    const result = await orAborted(async () => sensor.run(this.context(signal), news), signal);
    const about = { sensor: sensor.name, ...(news ? { news: news.kind } : {}) };
    if ('skipped' in result) this.log.info({ ...about, reason: result.skipped }, 'sensor asks for nothing');
    else await this.runs.request(sensor.name, result.runs, signal);
  }

  private context(signal: AbortSignal): SensorContext {
    const objects = new OperationObjects('', this.requests, signal);
    return {
      signal,
      log: this.log,
      objects: { get: (id) => objects.get(id), read: (id) => objects.read(id) },
      ask: (contract, input) => this.requests.persist(contract, input, signal),
    };
  }
}

/** Code that does not mind the signal is left behind. */
function orAborted<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new Error(`the look was stopped: ${String(signal.reason)}`));
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', stop));
  });
}
