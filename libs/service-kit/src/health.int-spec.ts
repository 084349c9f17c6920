import { Health } from './health';
import { type HealthServer, startHealthServer } from './health-server';
import { collectProcessMetrics, transportMetrics } from './metrics';

describe('health over HTTP', () => {
  let health: Health;
  let server: HealthServer;

  beforeEach(async () => {
    health = new Health();
    server = await startHealthServer(health, '127.0.0.1', 0);
  });
  afterEach(() => server.close());

  async function ready(): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${server.url}/health/ready`);
    return { status: response.status, body: await response.json() };
  }

  it('is live from the start, and ready while it runs and every check passes', async () => {
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
    expect(await ready()).toMatchObject({ status: 503, body: { checks: { process: 'starting' } } });
    let down = false;
    health.register('nats', async () => {
      if (down) throw new Error('NATS does not answer');
    });
    health.markRunning();
    expect(await ready()).toEqual({ status: 200, body: { status: 'ready', checks: { nats: 'ok' } } });
    down = true;
    expect(await ready()).toEqual({
      status: 503,
      body: { status: 'not-ready', checks: { nats: 'NATS does not answer' } },
    });
    down = false;
    health.markStopping();
    expect(await ready()).toMatchObject({ status: 503, body: { checks: { process: 'stopping' } } });
  });

  it('does not wait for a check that hangs', async () => {
    health.markRunning();
    health.register('database', () => new Promise(() => {}));
    expect(await ready()).toMatchObject({
      status: 503,
      body: { checks: { database: 'no answer within 2000 ms' } },
    });
  });

  it('serves metrics of the process and of what the transport did', async () => {
    collectProcessMetrics();
    collectProcessMetrics();
    transportMetrics.requestAnswered({ verb: 'claim-jobs', door: 'site', outcome: 'ok', durationMs: 3 });
    transportMetrics.eventSettled({ subject: 'evt.jobs.jobs-changed.v1', outcome: 'ack' });
    transportMetrics.inFlight(1);
    const response = await fetch(`${server.url}/metrics`);
    const text = await response.text();
    expect(response.headers.get('content-type')).toMatch(/text\/plain/);
    expect(text).toMatch(/process_resident_memory_bytes \d+/);
    expect(text).toMatch(
      /request_duration_seconds_bucket\{le="0.005",verb="claim-jobs",door="site",outcome="ok"\} 1/,
    );
    expect(text).toMatch(/events_handled_total\{subject="evt.jobs.jobs-changed.v1",outcome="ack"\} 1/);
    expect(text).toMatch(/requests_in_flight 1/);
  });

  it('knows nothing else, and refuses a port that is taken', async () => {
    expect((await fetch(`${server.url}/secrets`)).status).toBe(404);
    const port = Number(new URL(server.url).port);
    await expect(startHealthServer(new Health(), '127.0.0.1', port)).rejects.toThrow(
      /HEALTH_PORT.*EADDRINUSE/,
    );
  });
});
