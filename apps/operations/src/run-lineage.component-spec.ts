import {
  beginRun,
  type Caller,
  endOperations,
  getRunLineage,
  openLineageEvent,
  openOperations,
  recordRunEvents,
  settleOperations,
} from '@callboard/contracts';
import { mintId } from '@callboard/kernel';
import { type LoggedInSite, ServiceWorld } from '@callboard/service-testing';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { RUN_EVENT_RULES } from './domain/runs/open-lineage-schema.builder';
import { OperationsModule } from './operations.module';
import { migrations } from './persistence/migrations';

const JOBS: Caller = { kind: 'service', service: 'jobs' };
const GRAPH = 'assembly-1.0.0';
const ERROR = { code: 'no-space', message: 'the disk is full', details: { free: 0 } };

const ajv = new Ajv2020({ allErrors: true });
addFormats(ajv);
const valid = ajv.compile(RUN_EVENT_RULES);

let second = 0;
/** What an op did, each a second after the one before. */
const op = (name: string, kind: string, more: object = {}): unknown => ({
  op: name,
  attempt: 1,
  kind,
  at: new Date(Date.UTC(2026, 0, 2, 3, 4, (second += 1))).toISOString(),
  ...more,
});

describe('a run of a graph, as the service tells it in the words of OpenLineage', () => {
  let world: ServiceWorld;
  let site: LoggedInSite;

  beforeAll(async () => {
    world = await ServiceWorld.open({ service: 'operations', migrations, sites: ['alpha'] });
    site = await world.logIn('alpha');
    await world.start(OperationsModule);
  }, 60_000);
  afterAll(() => world?.close());

  /** Begins a run of the graph on an object, with what its ops did. */
  async function recorded(object: string, items: unknown[]): Promise<{ run: string; operation: string }> {
    const operation = mintId();
    const job = { id: mintId(), workflow: { id: GRAPH }, config: { object_id: object } };
    const opened = { id: operation, site_id: 'alpha', attempt: 1, lease_ms: 60_000, job };
    await world.requests.request(openOperations, { items: [opened] }, { caller: JOBS });
    const { run_id: run } = await site.client.request(beginRun, { operation_id: operation });
    const batch = recordRunEvents.input.parse({ operation_id: operation, items });
    expect(await site.client.request(recordRunEvents, batch)).toEqual({ recorded: items.length });
    return { run, operation };
  }

  /** What is told of the run: each event is valid, by the specification and by the contract. */
  async function told(run: string) {
    const { events } = await world.requests.request(getRunLineage, { id: run });
    for (const event of events) {
      valid(event);
      expect({ event: event.eventType, faults: valid.errors ?? [] }).toMatchObject({ faults: [] });
      expect(openLineageEvent.safeParse(event).error).toBeUndefined();
    }
    return events;
  }
  const lines = (events: Awaited<ReturnType<typeof told>>): string[] =>
    events.map(({ job, eventType }) => `${job.name} ${eventType}`);

  it('is valid while it is under way, and after ops succeeded, failed and were skipped', async () => {
    const [object, made] = [mintId(), mintId()];
    const { run, operation } = await recorded(object, [
      op('read', 'started', { inputs: [object] }),
      op('read', 'succeeded', { output: { n: 1 }, outputs: [made] }),
      op('assemble', 'started'),
    ]);
    expect(lines(await told(run))).toEqual([
      `${GRAPH} START`,
      `${GRAPH}.read START`,
      `${GRAPH}.read COMPLETE`,
      `${GRAPH}.assemble START`,
    ]);
    const items = [op('assemble', 'failed', { error: ERROR }), op('report', 'skipped')];
    const batch = recordRunEvents.input.parse({ operation_id: operation, items });
    await site.client.request(recordRunEvents, batch);
    await site.client.request(settleOperations, { items: [{ id: operation, result: ERROR }] });
    const events = await told(run);
    expect(lines(events)).toEqual([
      `${GRAPH} START`,
      `${GRAPH}.read START`,
      `${GRAPH}.read COMPLETE`,
      `${GRAPH}.assemble START`,
      `${GRAPH}.assemble FAIL`,
      `${GRAPH} FAIL`,
    ]);
    const [start, ...rest] = events;
    const parent = { run: { runId: start?.run.runId }, job: { namespace: 'alpha', name: GRAPH } };
    for (const { run: of, job } of rest)
      expect(of.facets['parent']).toEqual(job.name === GRAPH ? undefined : expect.objectContaining(parent));
    expect(rest.at(-1)?.outputs).toEqual([{ namespace: 'callboard', name: made }]);
  });

  it('is valid when all of it succeeded', async () => {
    const object = mintId();
    const { run, operation } = await recorded(object, [
      op('read', 'started', { inputs: [object] }),
      op('read', 'succeeded'),
    ]);
    await site.client.request(settleOperations, { items: [{ id: operation, result: { n: 1 } }] });
    expect(lines(await told(run)).slice(2)).toEqual([`${GRAPH}.read COMPLETE`, `${GRAPH} COMPLETE`]);
  });

  it('is valid when it was taken back in the middle of an op', async () => {
    const { run, operation } = await recorded(mintId(), [op('read', 'started')]);
    const items = [{ id: operation, outcome: 'cancelled' as const, reason: 'not wanted' }];
    await world.requests.request(endOperations, { items }, { caller: JOBS });
    expect(lines(await told(run)).slice(1)).toEqual([
      `${GRAPH}.read START`,
      `${GRAPH}.read ABORT`,
      `${GRAPH} ABORT`,
    ]);
  });
});
