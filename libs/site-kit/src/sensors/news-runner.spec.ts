import { type RequestContract, settleSensorNews, takeSensorNews } from '@callboard/contracts';
import { silentLog } from '@callboard/kernel';
import { eventually } from '@callboard/testing';
import { defineSensor } from '../define-sensor';
import type { SiteRequests } from '../site-requests';
import { NewsRunner } from './news-runner';
import { NewsSettlements } from './news-settlements';
import { SensorLook } from './sensor-look';

/** A service that answers takes with what is set here, and counts them. */
function runnerOf(netMs: number, answer: { next_in_ms?: number }) {
  let takes = 0;
  const persist = async (contract: RequestContract<unknown, unknown>): Promise<unknown> => {
    if (contract.verb === takeSensorNews.verb) takes += 1;
    return contract.verb === settleSensorNews.verb ? { items: [] } : { items: [], ...answer };
  };
  const requests = { persist } as unknown as SiteRequests;
  const stopping = new AbortController();
  const never = new AbortController().signal;
  const sensor = defineSensor({ name: 's', on: [{ kind: 'job-changed' }], run: () => ({ skipped: 'x' }) });
  const look = new SensorLook(requests, { request: async () => undefined }, silentLog, never);
  const settlements = new NewsSettlements(requests, silentLog, never);
  const log = silentLog;
  const runner = new NewsRunner(sensor, {
    requests,
    look,
    settlements,
    log,
    stopping: stopping.signal,
    netMs,
  });
  const running = runner.run();
  const stop = (): Promise<void> => {
    stopping.abort();
    return running;
  };
  return { runner, stop, takes: () => takes };
}

const HOUR_MS = 3_600_000;

describe('a site that waits for news', () => {
  it('looks by itself now and then, as bells may be lost', async () => {
    const { stop, takes } = runnerOf(20, {});
    await eventually('it has looked again', () => takes() > 2);
    await stop();
  });

  it('looks when news are due that failed before', async () => {
    const { stop, takes } = runnerOf(HOUR_MS, { next_in_ms: 20 });
    await eventually('it has looked again', () => takes() > 2);
    await stop();
  });

  it('looks once for a bell, and then waits on', async () => {
    const { runner, stop, takes } = runnerOf(HOUR_MS, {});
    await eventually('it has looked', () => takes() === 1);
    runner.wake();
    await eventually('it has looked again', () => takes() === 2);
    runner.wake();
    await eventually('and again', () => takes() === 3);
    await stop();
    expect(takes()).toBe(3);
  });
});
