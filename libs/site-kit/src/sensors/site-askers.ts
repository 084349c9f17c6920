import { registerSensors } from '@callboard/contracts';
import { type Log, messageOf } from '@callboard/kernel';
import type { NatsConnection } from 'nats';
import type { ScheduleDefinition } from '../define-schedule';
import type { SensorDefinition } from '../define-sensor';
import { pause } from '../pause';
import { ScheduleRunner } from '../schedules/schedule-runner';
import type { SiteRequests } from '../site-requests';
import { hearSensorNews } from './hear-sensor-news';
import { NewsRunner } from './news-runner';
import { NewsSettlements } from './news-settlements';
import { RunRequester } from './run-requester';
import { SensorLook } from './sensor-look';
import { runTicks } from './tick-runner';

export interface Askers {
  readonly sensors: readonly SensorDefinition[];
  readonly schedules: readonly ScheduleDefinition[];
}

const PAUSE_AFTER_REFUSAL_MS = 30_000;

/** All that asks for runs in one process of a site: its sensors and its schedules. Every process runs all of them. */
export class SiteAskers {
  private readonly stopping = new AbortController();
  private readonly aborting = new AbortController();
  private readonly hearing: SensorDefinition[];
  private readonly runners = new Map<string, NewsRunner>();
  private readonly underWay: Promise<void>[] = [];
  private registered = false;

  constructor(
    private readonly askers: Askers,
    private readonly siteId: string,
    private readonly connection: NatsConnection,
    private readonly requests: SiteRequests,
    private readonly log: Log,
  ) {
    this.hearing = askers.sensors.filter(({ on }) => on.length > 0);
  }

  /** Whether news are kept for all of its sensors by now. */
  get listening(): boolean {
    return this.registered || this.hearing.length === 0;
  }

  start(): void {
    const { requests, log } = this;
    const runs = new RunRequester(requests, log);
    const look = new SensorLook(requests, runs, log, this.aborting.signal);
    const stopping = this.stopping.signal;
    for (const sensor of this.askers.sensors)
      if (sensor.everyMs !== undefined)
        this.underWay.push(runTicks(sensor, sensor.everyMs, { look, log, stopping }));
    for (const schedule of this.askers.schedules)
      this.underWay.push(new ScheduleRunner(schedule, { runs, log, stopping }).run());
    if (this.hearing.length > 0) this.underWay.push(this.hear(look));
  }

  /** News may have been told while nobody heard. */
  reconnected(): void {
    for (const runner of this.runners.values()) runner.wake();
  }

  /** Begins no further look; waits for those under way, and aborts them after `withinMs`. */
  async finish(withinMs: number): Promise<void> {
    this.stopping.abort();
    const timer = setTimeout(() => this.aborting.abort(new Error('draining')), withinMs);
    await Promise.all(this.underWay);
    clearTimeout(timer);
  }

  /** Listens for bells before the first take, so that none rings unheard between the two. */
  private async hear(look: SensorLook): Promise<void> {
    hearSensorNews(this.connection, this.siteId, (sensor) => this.runners.get(sensor)?.wake());
    await this.register();
    const { requests, log } = this;
    const settlements = new NewsSettlements(requests, log, this.aborting.signal);
    const parts = { requests, look, settlements, log, stopping: this.stopping.signal };
    for (const sensor of this.hearing) this.runners.set(sensor.name, new NewsRunner(sensor, parts));
    await Promise.all([...this.runners.values()].map((runner) => runner.run()));
  }

  private async register(): Promise<void> {
    const items = this.hearing.map(({ name, on }) => ({ name, hears: [...on] }));
    while (!this.registered && !this.stopping.signal.aborted) {
      try {
        await this.requests.persist(registerSensors, { items }, this.stopping.signal);
        this.registered = true;
      } catch (thrown) {
        if (this.stopping.signal.aborted) return;
        this.log.error({ reason: messageOf(thrown) }, 'sensors not registered, trying again');
        await pause(PAUSE_AFTER_REFUSAL_MS, this.stopping.signal);
      }
    }
  }
}
