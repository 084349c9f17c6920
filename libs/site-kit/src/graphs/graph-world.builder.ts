import { randomUUID } from 'node:crypto';
import {
  type Caller,
  type ClaimedJob,
  endOperations,
  getOperations,
  getRun,
  listRunOps,
  openOperations,
  type RequestContract,
  type RunOp,
} from '@callboard/contracts';
import { mintId, silentLog } from '@callboard/kernel';
import { type LoggedInSite, ServiceWorld } from '@callboard/service-testing';
import { OperationsModule } from '../../../../apps/operations/src/operations.module';
import { migrations } from '../../../../apps/operations/src/persistence/migrations';
import { AccessToken } from '../access-token';
import type { GraphDefinition } from '../define-graph';
import { hearEndedOperations } from '../ended-operations';
import { JobRun } from '../job-run';
import { Settlements } from '../settlements';
import { SiteRequests } from '../site-requests';
import { standInForObjects, type StoredObjects } from './stand-in-objects.builder';

const SITE = 'alpha';
const JOBS: Caller = { kind: 'service', service: 'jobs' };

/** The requests of a site, counted by their verb. */
class CountedRequests extends SiteRequests {
  readonly counts = new Map<string, number>();

  override persist<I, O>(contract: RequestContract<I, O>, input: I, signal?: AbortSignal): Promise<O> {
    this.counts.set(contract.verb, (this.counts.get(contract.verb) ?? 0) + 1);
    return super.persist(contract, input, signal);
  }
}

/** A job that was claimed and runs. */
export interface StartedJob {
  readonly operationId: string;
  /** True when the operation was settled. */
  readonly ended: Promise<boolean>;
  readonly counts: ReadonlyMap<string, number>;
  /** From now on it does not hear that its operation was ended. */
  deafen(): void;
  stop(code: string): void;
}

/** A site that runs graphs, with the service `operations` as it is, and a stand-in for `objects`. */
export class GraphWorld {
  private readonly runs = new Map<string, JobRun>();

  private constructor(
    private readonly world: ServiceWorld,
    private readonly site: LoggedInSite,
    readonly objects: StoredObjects,
  ) {}

  static async open(): Promise<GraphWorld> {
    const world = await ServiceWorld.open({ service: 'operations', migrations, sites: [SITE] });
    const site = await world.logIn(SITE);
    await world.start(OperationsModule);
    const graphs = new GraphWorld(world, site, standInForObjects(world.nats));
    hearEndedOperations(site.connection, SITE, (id, code) => graphs.runs.get(id)?.stop(code));
    return graphs;
  }

  get broker(): ServiceWorld['broker'] {
    return this.world.broker;
  }

  close(): Promise<void> {
    return this.world.close();
  }

  /** Claims a job of the graph and starts it; an attempt of the same job when `jobId` is one from before. */
  async start(
    graph: GraphDefinition,
    config: Record<string, unknown> = {},
    { jobId = mintId(), attempt = 1 } = {},
  ): Promise<StartedJob> {
    const id = mintId();
    const job = { id: jobId, workflow: { id: graph.id }, config };
    const item = { id, site_id: SITE, attempt, lease_ms: 60_000, job };
    const { items } = await this.asJobs(openOperations, { items: [item] });
    const [opened] = items;
    if (!opened?.ok) throw new Error(`not opened: ${JSON.stringify(opened)}`);
    const claimed = { job: { ...job, state: 'claimed', attempt, created_at: '' }, operation: opened.item };
    return this.run(graph, claimed as unknown as ClaimedJob);
  }

  /** Runs a job to its end, and gives its operation. */
  async outcome(...asked: Parameters<GraphWorld['start']>) {
    const started = await this.start(...asked);
    await started.ended;
    return this.operation(started.operationId);
  }

  async operation(id: string) {
    const [reply] = (await this.asJobs(getOperations, { ids: [id] })).items;
    if (!reply?.ok) throw new Error(`no operation ${id}`);
    return reply.item;
  }

  async cancel(id: string): Promise<void> {
    await this.asJobs(endOperations, { items: [{ id, outcome: 'cancelled', reason: 'a test' }] });
  }

  async opsOf(runId: string): Promise<RunOp[]> {
    return (await this.asJobs(listRunOps, { id: runId })).items;
  }

  runOf(id: string) {
    return this.asJobs(getRun, { id });
  }

  private run(graph: GraphDefinition, claimed: ClaimedJob): StartedJob {
    const token = new AccessToken({ gatewayUrl: 'http://none', clientId: '', clientSecret: '' });
    const requests = new CountedRequests(this.site.client, token, silentLog);
    const run = new JobRun(graph, claimed, requests, new Settlements(requests), silentLog);
    this.runs.set(run.operationId, run);
    const ended = run.toTheEnd();
    return {
      operationId: run.operationId,
      ended,
      counts: requests.counts,
      deafen: () => this.runs.delete(run.operationId),
      stop: (code) => run.stop(code),
    };
  }

  private asJobs<I, O>(contract: RequestContract<I, O>, input: NoInfer<I>): Promise<O> {
    return this.world.requests.request(contract, input, { caller: JOBS });
  }
}

/** A workflow id of its own for each test. */
export const graphId = (): string => `test-${randomUUID()}`;
