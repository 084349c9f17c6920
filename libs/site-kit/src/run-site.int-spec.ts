import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  anySiteRequestSubject,
  bellSubject,
  type ClaimedJob,
  operationEndedSubject,
} from '@callboard/contracts';
import { silentLog } from '@callboard/kernel';
import { connectToNats, ensureBellDurable, ensureWorkStream } from '@callboard/messaging';
import { eventually, testBroker, type TestBroker } from '@callboard/testing';
import { JSONCodec, type NatsConnection } from 'nats';
import { defineResource } from './define-resource';
import { defineWorkflow, JobFailure, type WorkflowDefinition } from './define-workflow';
import { runSite, type RunningSite } from './run-site';

const SITE = 'lab';
const codec = JSONCodec<Record<string, unknown>>();

/** Answers a site as `jobs` and `operations` do, and keeps what it was told. */
class Services {
  queued: string[] = [];
  claims: { max: number; requestId: string }[] = [];
  /** Operations given out, oldest first. */
  given: string[] = [];
  settled = new Map<string, unknown>();
  progress: { id: string; metadata: unknown }[] = [];
  released: string[] = [];
  heartbeats = 0;
  silentClaims = 0;
  /** Code with which every write under an operation is refused. */
  ended: string | undefined;

  constructor(private readonly connection: NatsConnection) {
    this.answer('claim-jobs', (input) => this.claim(input as never));
    this.answer('settle-operations', (input) =>
      this.each(input, (item) => this.settled.set(item.id, item.result)),
    );
    this.answer('report-progress', (input) => this.each(input, (item) => this.progress.push(item as never)));
    this.answer('heartbeat-operations', (input) => this.each(input, () => (this.heartbeats += 1)));
    this.answer('release-jobs', (input) => {
      this.released.push(...(input.job_ids as string[]));
      return { items: [] };
    });
  }

  async ring(workflow: string, count: number): Promise<void> {
    for (let at = 0; at < count; at += 1) {
      this.queued.push(`job-${randomUUID()}`);
      await this.connection.jetstream().publish(bellSubject(workflow), 'job');
    }
  }

  private claim(input: { pick: { max: number; workflow_id: string }; request_id: string }): unknown {
    this.claims.push({ max: input.pick.max, requestId: input.request_id });
    if (this.silentClaims > 0) {
      this.silentClaims -= 1;
      return undefined;
    }
    const won = this.queued.splice(0, input.pick.max);
    this.given.push(...won.map((id) => `op-${id}`));
    return {
      items: won.map((id) => ({ ok: true, item: claimed(id, input.pick.workflow_id) })),
      remaining: this.queued.length > 0,
    };
  }

  private each(
    input: Record<string, unknown>,
    take: (item: { id: string; result?: unknown }) => void,
  ): unknown {
    const items = input.items as { id: string }[];
    if (this.ended)
      return { items: items.map(() => ({ ok: false, error: { code: this.ended, message: 'ended' } })) };
    items.forEach(take);
    return {
      items: items.map((item) => ({
        ok: true,
        item: { ...operationOf(item.id), expire_time: new Date().toISOString() },
      })),
    };
  }

  private answer(verb: string, reply: (input: Record<string, unknown>) => unknown): void {
    this.connection.subscribe(anySiteRequestSubject(verb), {
      callback: (_error, message) => {
        const output = reply(codec.decode(message.data));
        if (output !== undefined) message.respond(codec.encode({ ok: true, output }));
      },
    });
  }
}

function operationOf(id: string) {
  return {
    id,
    done: false,
    expire_time: new Date().toISOString(),
    result: null,
    metadata: {},
    outcome: null,
    attempt: 1,
  };
}

function claimed(id: string, workflow: string): ClaimedJob {
  const job = {
    id,
    workflow: { id: workflow },
    config: {},
    created_at: new Date().toISOString(),
    state: 'claimed' as const,
    attempt: 1,
  };
  return { job, operation: operationOf(`op-${id}`) };
}

let broker: TestBroker;
let connection: NatsConnection;
let gateway: Server;
let services: Services;
let site: RunningSite | undefined;

beforeAll(async () => {
  broker = await testBroker({ sites: [SITE] });
  connection = await connectToNats({ ...broker.service, name: 'services', log: silentLog });
  gateway = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ access_token: 'token', expires: { days: 1, hours: 0, minutes: 0 } }));
  });
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  services = new Services(connection);
});

afterEach(async () => {
  await site?.drain();
  site = undefined;
});

afterAll(async () => {
  gateway.close();
  await connection.close();
  await broker.stop();
});

/** A workflow id of its own for each test, with its queue as `jobs` makes it. */
async function queue(): Promise<string> {
  const jsm = await connection.jetstreamManager();
  await ensureWorkStream(jsm);
  const id = `Test: v1.${randomUUID()}`;
  await ensureBellDurable(jsm, id);
  return id;
}

async function run(id: string, more: Partial<WorkflowDefinition>, drainMs = 5000): Promise<void> {
  const { url: natsUrl, user: natsUser, password: natsPassword } = broker.site(SITE);
  const gatewayUrl = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
  site = await runSite({
    workflows: [defineWorkflow({ id, run: async () => ({}), ...more })],
    settings: { siteId: SITE, clientId: 'c', clientSecret: 's', gatewayUrl, natsUrl, natsUser, natsPassword },
    log: silentLog,
    drainMs,
  });
}

/** A job that runs until it is let go or aborted. */
function held() {
  const running: AbortSignal[] = [];
  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  const work: WorkflowDefinition['run'] = ({ signal }) => {
    running.push(signal);
    return new Promise((resolve, reject) => {
      void gate.then(() => resolve({ ok: true }));
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
  };
  return { running, letGo: () => letGo(), work };
}

describe('a site', () => {
  it('claims as many jobs as it has free slots, never more, and settles each', async () => {
    const id = await queue();
    const { running, letGo, work } = held();
    await services.ring(id, 5);
    await run(id, { concurrency: 2, run: work });
    await eventually('two jobs run', () => running.length === 2);
    expect(services.claims.at(-1)?.max).toBeLessThanOrEqual(2);
    expect(site?.running).toBe(2);
    letGo();
    await eventually(
      'all five are settled',
      () => [...services.settled.values()].filter((result) => (result as { ok?: boolean }).ok).length === 5,
    );
    await eventually(
      'no bell is left',
      async () => {
        const info = await (
          await connection.jetstreamManager()
        ).streams.info('WORK', { subjects_filter: bellSubject(id) });
        return Object.keys(info.state.subjects ?? {}).length === 0;
      },
      { timeoutMs: 20_000 },
    );
  }, 40_000);

  it('hears a bell that rings while it waits', async () => {
    const id = await queue();
    const seen: string[] = [];
    await run(id, { run: async ({ job }) => ({ seen: seen.push(job.id) }) });
    await eventually('it has asked at least once', () => services.claims.length > 0);
    await services.ring(id, 1);
    await eventually('the job ran', () => seen.length === 1);
  });

  it('settles what was thrown as a failure with its code', async () => {
    const id = await queue();
    await run(id, {
      run: () => Promise.reject(new JobFailure('no-fuel', 'the tank is empty', { retriable: true })),
    });
    await services.ring(id, 1);
    await eventually('the failure is settled', () =>
      [...services.settled.values()].some(
        (result) =>
          JSON.stringify(result) ===
          JSON.stringify({ code: 'no-fuel', message: 'the tank is empty', retriable: true }),
      ),
    );
  });

  it('makes what its jobs share once, and closes it when it has finished', async () => {
    const id = await queue();
    const told: string[] = [];
    const shared = defineResource({
      name: 'shared',
      make: () => told.push('made'),
      close: () => void told.push('closed'),
    });
    const settledBefore = services.settled.size;
    await run(id, {
      resources: [shared],
      run: async () => {
        await shared.get();
        return { left: true };
      },
    });
    await services.ring(id, 2);
    await eventually('both jobs are settled', () => services.settled.size === settledBefore + 2);
    expect(told).toEqual(['made']);
    await site?.drain();
    expect(told).toEqual(['made', 'closed']);
  });

  it('settles a result that cannot be kept as a failure', async () => {
    const id = await queue();
    await run(id, { run: async () => ({ much: 10n }) });
    await services.ring(id, 1);
    await eventually('the failure is settled', () =>
      [...services.settled.values()].some(
        (result) => (result as { code?: string }).code === 'invalid-result',
      ),
    );
  });

  it('asks again under the same request id when a claim is not answered', async () => {
    const id = await queue();
    services.claims = [];
    services.silentClaims = 1;
    const seen: string[] = [];
    services.queued.push('job-of-lost-reply');
    await run(id, { run: async ({ job }) => ({ seen: seen.push(job.id) }) });
    await eventually('the job ran', () => seen.includes('job-of-lost-reply'), { timeoutMs: 20_000 });
    expect(services.claims[1]?.requestId).toBe(services.claims[0]?.requestId);
  }, 30_000);

  it('aborts a job when it hears that its operation was ended by other hands', async () => {
    const id = await queue();
    const { running, work } = held();
    await run(id, { run: work });
    await services.ring(id, 1);
    const signal = await eventually('the job runs', () => running[0]);
    const operation = services.given.at(-1);
    connection.publish(
      operationEndedSubject(SITE),
      codec.encode({ operation_id: operation, code: 'operation-released' }),
    );
    await eventually('the job is aborted', () => signal.aborted);
    expect(signal.reason).toMatchObject({ code: 'operation-released' });
  });

  it('renews its leases, and aborts a job whose heartbeat is refused', async () => {
    const id = await queue();
    const { running, work } = held();
    services.heartbeats = 0;
    await run(id, { run: work, leaseMs: 3000 });
    await services.ring(id, 1);
    const signal = await eventually('the job runs', () => running[0]);
    await eventually('a heartbeat came', () => services.heartbeats > 0);
    services.ended = 'operation-expired';
    try {
      await eventually('the job is aborted', () => signal.aborted);
      expect(signal.reason).toMatchObject({ code: 'operation-expired' });
    } finally {
      services.ended = undefined;
    }
  }, 20_000);

  it('lets a running job finish when it drains, and takes no further one', async () => {
    const id = await queue();
    const { running, letGo, work } = held();
    await run(id, { run: work });
    await services.ring(id, 1);
    await eventually('the job runs', () => running.length === 1);
    const drained = site?.drain();
    await services.ring(id, 1);
    letGo();
    await drained;
    expect(running).toHaveLength(1);
    expect(services.released).toEqual([]);
    services.queued = [];
  });

  it('hands back what does not finish in time', async () => {
    const id = await queue();
    const { running, work } = held();
    await run(id, { run: work }, 50);
    await services.ring(id, 1);
    const signal = await eventually('the job runs', () => running[0]);
    await site?.drain();
    expect(signal.reason).toMatchObject({ code: 'draining' });
    expect(services.released).toHaveLength(1);
  });

  it('works on after the broker has lost everything', async () => {
    const id = await queue();
    const seen: string[] = [];
    await run(id, { run: async ({ job }) => ({ seen: seen.push(job.id) }) });
    await eventually('it has asked at least once', () => services.claims.length > 0);
    await broker.wipeAndRestart();
    await eventually('the services are back at the broker', async () => (await connection.rtt()) >= 0);
    const jsm = await connection.jetstreamManager();
    await ensureWorkStream(jsm);
    await ensureBellDurable(jsm, id);
    await services.ring(id, 1);
    await eventually('the job ran', () => seen.length === 1, { timeoutMs: 20_000 });
  }, 40_000);
});
