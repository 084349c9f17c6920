import { releaseJobs, siteInboxPrefix } from '@callboard/contracts';
import { type Log, messageOf } from '@callboard/kernel';
import { closeNats, connectToNats, runInTrace, SiteRequestClient } from '@callboard/messaging';
import type { NatsConnection } from 'nats';
import { closeResources } from './close-resources';
import { AccessToken } from './access-token';
import { BellSource, type ListenForBells } from './bell-source';
import type { WorkflowDefinition } from './define-workflow';
import { hearEndedOperations } from './ended-operations';
import { JobRun } from './job-run';
import { LeaseKeeper } from './lease-keeper';
import { consoleLog } from './console-log';
import { defineRepository, type Repository } from './define-repository';
import { SiteAskers } from './sensors/site-askers';
import { Settlements } from './settlements';
import { outliveRejections } from './outlive-rejections';
import { readSiteSettings, type SiteSettings } from './site-settings';
import { SiteRequests } from './site-requests';
import { type StartJob, WorkflowRunner } from './workflow-runner';

/** What a site does: everything that a repository lists, or a few workflows. */
type Work =
  | { repository: Repository; workflows?: undefined }
  | { workflows: WorkflowDefinition[]; repository?: undefined };

export type SiteOptions = Work & SiteSurroundings;

interface SiteSurroundings {
  /** From the environment unless given: see {@link readSiteSettings}. */
  settings?: SiteSettings;
  log?: Log;
  /** How long a drain waits for running jobs before it hands them back, in milliseconds; 20 s unless said. */
  drainMs?: number;
}

/** A site at work. */
export interface RunningSite {
  /** Number of jobs running now. */
  readonly running: number;
  readonly connection: NatsConnection;
  /** Whether it hears of new jobs of every workflow (its queues are there, its claims answered) and of sensors' news. */
  readonly listening: boolean;
  /** Takes no further job, lets the running ones finish for `drainMs`, and hands the rest back. */
  finish(): Promise<void>;
  /** {@link finish}, then disconnects. */
  drain(): Promise<void>;
}

const DEFAULT_LEASE_MS = 60_000;
const DRAIN_MS = 20_000;

/**
 * Runs a site until it is drained: connects, then claims and runs jobs of its workflows. Waits for a broker that is not
 * up yet. Throws when settings are missing or the credentials are refused.
 */
export async function runSite(options: SiteOptions): Promise<RunningSite> {
  const settings = options.settings ?? readSiteSettings();
  const log = options.log ?? consoleLog(settings.siteId);
  const token = new AccessToken(settings);
  const connection = await connectToNats({
    url: settings.natsUrl,
    user: settings.natsUser,
    password: settings.natsPassword,
    name: `site ${settings.siteId}`,
    inboxPrefix: siteInboxPrefix(settings.siteId),
    log,
  });
  const client = new SiteRequestClient(connection, settings.siteId, () => token.get());
  const repository = options.repository ?? defineRepository({ workflows: options.workflows });
  const requests = new SiteRequests(client, token, log);
  const site = new Site(repository, options.drainMs ?? DRAIN_MS, settings.siteId, connection, requests, log);
  site.start();
  return site;
}

class Site implements RunningSite {
  private readonly runs = new Map<string, JobRun>();
  private readonly ends = new Set<Promise<void>>();
  private readonly runners: WorkflowRunner[];
  private readonly leases: LeaseKeeper;
  private readonly settlements: Settlements;
  private readonly takeBack: () => void;
  private readonly askers: SiteAskers;
  private finishing: Promise<void> | undefined;
  private draining: Promise<void> | undefined;

  constructor(
    private readonly repository: Repository,
    private readonly drainMs: number,
    private readonly siteId: string,
    readonly connection: NatsConnection,
    private readonly requests: SiteRequests,
    private readonly log: Log,
  ) {
    this.settlements = new Settlements(requests);
    this.takeBack = outliveRejections(log);
    const { sensors = [], schedules = [] } = repository;
    this.askers = new SiteAskers({ sensors, schedules }, siteId, connection, requests, log);
    const listen: ListenForBells = (workflowId, listener) =>
      new BellSource(connection, siteInboxPrefix(siteId), workflowId, listener);
    const start: StartJob = (definition, claimed) => this.startJob(definition, claimed);
    this.runners = repository.workflows.map(
      (definition) => new WorkflowRunner(definition, listen, requests, start, log),
    );
    const leases = repository.workflows.map((definition) => definition.leaseMs ?? DEFAULT_LEASE_MS);
    const shortest = leases.length === 0 ? DEFAULT_LEASE_MS : Math.min(...leases);
    this.leases = new LeaseKeeper(this.runs, requests, shortest / 3, log);
  }

  get running(): number {
    return this.runs.size;
  }

  get listening(): boolean {
    return this.askers.listening && this.runners.every((runner) => runner.listening);
  }

  start(): void {
    hearEndedOperations(this.connection, this.siteId, (operationId, code) =>
      this.runs.get(operationId)?.stop(code),
    );
    void this.followReconnects();
    this.leases.start();
    for (const runner of this.runners) runner.start();
    this.askers.start();
  }

  finish(): Promise<void> {
    this.finishing ??= this.finishOnce();
    return this.finishing;
  }

  drain(): Promise<void> {
    this.draining ??= this.finish().then(() => closeNats(this.connection));
    return this.draining;
  }

  private startJob: StartJob = (definition, claimed) => {
    const ended = runInTrace(claimed.traceparent, async () => {
      const run = new JobRun(definition, claimed, this.requests, this.settlements, this.log);
      this.runs.set(run.operationId, run);
      this.log.info(
        { operation_id: run.operationId, job_id: run.jobId, workflow_id: definition.id },
        'job started',
      );
      await run.toTheEnd();
      this.runs.delete(run.operationId);
    });
    this.ends.add(ended);
    return ended.finally(() => this.ends.delete(ended));
  };

  private async followReconnects(): Promise<void> {
    for await (const status of this.connection.status()) {
      if (status.type === 'reconnect') this.askers.reconnected();
      for (const runner of this.runners) {
        if (status.type === 'disconnect') runner.disconnected();
        if (status.type === 'reconnect') runner.reconnected();
      }
    }
  }

  private async finishOnce(): Promise<void> {
    this.log.info({ running: this.runs.size }, 'draining');
    await Promise.all(this.runners.map((runner) => runner.stop()));
    let handedBack: Promise<void> | undefined;
    const timer = setTimeout(() => (handedBack = this.handBack()), this.drainMs);
    await Promise.all([...this.ends, this.askers.finish(this.drainMs)]);
    clearTimeout(timer);
    await handedBack;
    this.leases.stop();
    await closeResources(this.repository, this.log);
    this.takeBack();
  }

  /** Stops what still runs and releases its jobs, so that another process can claim them at once. */
  private async handBack(): Promise<void> {
    const runs = [...this.runs.values()];
    if (runs.length === 0) return;
    this.log.warn({ jobs: runs.map((run) => run.jobId) }, 'handing back jobs that did not finish in time');
    for (const run of runs) run.stop('draining');
    try {
      await this.requests.once(releaseJobs, { job_ids: runs.map((run) => run.jobId) });
    } catch (thrown) {
      this.log.warn({ reason: messageOf(thrown) }, 'jobs not handed back: their leases will run out');
    }
  }
}
