import { randomUUID } from 'node:crypto';
import {
  applySubmission,
  type Caller,
  checkSubmission,
  endOperations,
  openOperations,
  type RequestContract,
  stageDocuments,
} from '@callboard/contracts';
import { mintId, silentLog } from '@callboard/kernel';
import { connectToNats, RequestClient } from '@callboard/messaging';
import { Database } from '@callboard/persistence';
import { type RunningProcess, startService } from '@callboard/service-kit';
import { testBroker, type TestBroker, testDatabase, type TestDatabase } from '@callboard/testing';
import type { NatsConnection } from 'nats';
import { JobsModule } from '../../jobs/src/jobs.module';
import { migrations as ofJobs } from '../../jobs/src/persistence/migrations';
import { OperationsModule } from '../../operations/src/operations.module';
import { migrations as ofOperations } from '../../operations/src/persistence/migrations';
import { MetadataModule } from './metadata.module';
import { migrations } from './persistence/migrations';

export const RUNTIME: Caller = { kind: 'site', siteId: 'nmdc-runtime', clientId: 'runtime-client' };
export const ADMIN: Caller = { kind: 'user', username: 'admin', administers: ['nmdc-runtime'] };
const JOBS: Caller = { kind: 'service', service: 'jobs' };

/** Collections and their documents, as somebody submits them. */
export type Submitted = Record<string, unknown>;

/** The service with the one that it asks, on real tables and a real broker. */
export class MetadataUnderTest {
  private constructor(
    private readonly place: TestDatabase,
    private readonly broker: TestBroker,
    private readonly nats: NatsConnection,
    private readonly processes: RunningProcess[],
    /** The tables of `metadata`. */
    readonly sql: Database,
  ) {}

  /** `jobs` is started where it is asked for something. */
  static async open(beside?: 'with jobs'): Promise<MetadataUnderTest> {
    const all = [
      { service: 'operations' as const, module: OperationsModule, migrations: ofOperations },
      { service: 'jobs' as const, module: JobsModule, migrations: ofJobs },
      { service: 'metadata' as const, module: MetadataModule, migrations },
    ];
    const services = all.filter(({ service }) => service !== 'jobs' || beside === 'with jobs');
    const [place, broker] = await Promise.all([testDatabase(services), testBroker()]);
    Object.assign(process.env, {
      NATS_URL: broker.url,
      NATS_USER: broker.service.user,
      NATS_PASSWORD: broker.service.password,
      LOG_LEVEL: 'silent',
    });
    const processes: RunningProcess[] = [];
    for (const { service, module } of services) {
      process.env.DATABASE_URL = place.url(service);
      processes.push(await startService(module));
    }
    const nats = await connectToNats({ ...broker.service, name: 'test', log: silentLog });
    const sql = await Database.open({
      url: place.url('metadata'),
      service: 'metadata',
      migrations,
      poolSize: 2,
    });
    return new MetadataUnderTest(place, broker, nats, processes, sql);
  }

  ask<I, O>(
    contract: RequestContract<I, O>,
    input: I,
    caller: Caller = RUNTIME,
    idempotencyKey?: string,
  ): Promise<O> {
    const options = { caller, timeoutMs: 30_000, idempotencyKey };
    return new RequestClient(this.nats).request(contract, input, options);
  }

  /** Stages documents in one batch and gives the id of the submission. */
  async stage(submitted: Submitted, caller: Caller = RUNTIME, submission_id = randomUUID()): Promise<string> {
    const collections = Object.entries(submitted).map(([name, list]) => ({
      name,
      is_list: Array.isArray(list),
    }));
    const items = Object.entries(submitted).flatMap(([collection, list]) =>
      Array.isArray(list) ? list.map((document: unknown, place) => ({ collection, place, document })) : [],
    );
    await this.ask(stageDocuments, { submission_id, n: 0, items, collections }, caller);
    return submission_id;
  }

  async check(submitted: Submitted, references = true) {
    const submission_id = await this.stage(submitted);
    return this.ask(checkSubmission, { submission_id, references });
  }

  /** Opens an operation of a job, and gives its id. */
  async operation(jobId = mintId(), attempt = 1): Promise<string> {
    const id = mintId();
    const job = { id: jobId, workflow: { id: 'metadata-in-1.0.0' }, config: {} };
    const item = { id, site_id: 'nmdc-runtime', attempt, lease_ms: 600_000, job };
    await this.ask(openOperations, { items: [item] }, JOBS);
    return id;
  }

  async release(operationId: string): Promise<void> {
    const item = { id: operationId, outcome: 'released' as const, reason: 'test' };
    await this.ask(endOperations, { items: [item] }, JOBS);
  }

  /** Stages and applies. */
  async apply(submitted: Submitted, operationId?: string) {
    const [submission_id, operation_id] = [
      await this.stage(submitted),
      operationId ?? (await this.operation()),
    ];
    return (await this.ask(applySubmission, { submission_id, operation_id })).results;
  }

  async close(): Promise<void> {
    await Promise.all(this.processes.map((each) => each.stop()));
    await Promise.all([this.sql.close(), this.nats.close()]);
    await this.broker.stop();
    await this.place.drop();
  }
}
