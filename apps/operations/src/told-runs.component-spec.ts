import {
  beginRun,
  type Caller,
  getRun,
  getRunLineage,
  listRunEvents,
  openOperations,
  requestJobRun,
  settleOperations,
  tellRunEvent,
  traceLineage,
} from '@callboard/contracts';
import { mintId } from '@callboard/kernel';
import { type LoggedInSite, ServiceWorld } from '@callboard/service-testing';
import { OperationsModule } from './operations.module';
import { migrations } from './persistence/migrations';

const JOBS: Caller = { kind: 'service', service: 'jobs' };
const ADA: Caller = { kind: 'user', username: 'ada', administers: [] };
const EVE: Caller = { kind: 'user', username: 'eve', administers: ['alpha'] };
const ADMIN: Caller = { kind: 'user', username: 'admin', administers: ['nmdc-runtime'] };
const site = (siteId: string): Caller => ({ kind: 'site', siteId, clientId: `client-${siteId}` });
const WORKFLOW = 'Reads QC: v1.0.28';
const AT = '2026-01-02T03:04:05.678Z';
const provenance = { producer: 'https://example.org/runner', schemaURL: 'https://example.org/schema' };

let world: ServiceWorld;
let alpha: LoggedInSite;

beforeAll(async () => {
  world = await ServiceWorld.open({ service: 'operations', migrations, sites: ['alpha', 'beta'] });
  alpha = await world.logIn('alpha');
  await world.start(OperationsModule);
}, 60_000);
afterAll(() => world?.close());

interface Told {
  type?: 'REQUESTED' | 'STARTED' | 'FAIL' | 'COMPLETE' | 'ABORT';
  inputs?: string[];
  outputs?: string[];
  facets?: Record<string, unknown>;
  time?: string | number;
}
const tell = (id: string, caller: Caller, { facets, time = AT, ...more }: Told = {}) =>
  world.requests.request(
    tellRunEvent,
    {
      run: { id, facets },
      type: 'STARTED',
      time: time as string,
      inputs: [],
      outputs: [],
      ...provenance,
      ...more,
    },
    { caller },
  );

/** A job that ada asked to be run, with its run. */
async function asked(object_id: string | null = null) {
  const job_id = mintId();
  const order = { job_id, workflow_id: WORKFLOW, object_id, asked_by: 'user:ada' };
  const run = await world.requests.request(requestJobRun, order, { caller: JOBS });
  return { run, job_id, order };
}

/** The site alpha claims the job, as clients do that know no runs. */
async function claimed(job_id: string, attempt = 1): Promise<string> {
  const id = mintId();
  const item = {
    id,
    site_id: 'alpha',
    attempt,
    lease_ms: 60_000,
    job: { id: job_id, workflow: { id: WORKFLOW }, config: {} },
  };
  const { items } = await world.requests.request(openOperations, { items: [item] }, { caller: JOBS });
  expect(items).toMatchObject([{ ok: true }]);
  return id;
}

describe('a run that is asked for with its job (contract 2.6)', () => {
  it('waits, and is told of to everybody', async () => {
    const { run, job_id, order } = await asked('object-1');
    expect(run).toMatchObject({
      status: 'REQUESTED',
      was_started_by: 'user:ada',
      inputs: ['object-1'],
      outputs: [],
      job: { id: WORKFLOW, description: WORKFLOW },
      job_id,
      operation_id: null,
    });
    expect(await world.requests.request(requestJobRun, order, { caller: JOBS })).toEqual(run);
    const events = await world.requests.request(listRunEvents, { id: run.id, limit: 9 });
    expect(events.items).toMatchObject([{ type: 'REQUESTED', inputs: ['object-1'] }]);
  });

  it('is the one that the site begins, whichever comes first', async () => {
    const { run, job_id } = await asked();
    const operation_id = await claimed(job_id);
    expect(await alpha.client.request(beginRun, { operation_id })).toMatchObject({
      run_id: run.id,
      attempt: 1,
    });

    const other = mintId();
    const begun = await alpha.client.request(beginRun, { operation_id: await claimed(other) });
    const late = { job_id: other, workflow_id: WORKFLOW, object_id: null, asked_by: 'user:ada' };
    expect(await world.requests.request(requestJobRun, late, { caller: JOBS })).toMatchObject({
      id: begun.run_id,
      status: 'STARTED',
      was_started_by: 'user:ada',
    });
  });

  it('is for services to ask for', async () => {
    const { order } = await asked();
    await expect(world.requests.request(requestJobRun, order, { caller: ADA })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('D9: events that are told of a run', () => {
  it('are kept with what they say, and never a fault', async () => {
    const { run } = await asked('object-2');
    const facets = { engine: { name: 'cromwell' } };
    const told = await tell(run.id, ADA, { inputs: ['object-2', 'object-3'], outputs: ['made-1'], facets });
    expect(told).toMatchObject({
      status: 'STARTED',
      inputs: ['object-2', 'object-3'],
      outputs: ['made-1'],
    });
    const ended = await tell(run.id, ADA, { type: 'COMPLETE', outputs: ['made-2'] });
    expect(ended).toMatchObject({ status: 'COMPLETE', outputs: ['made-1', 'made-2'] });
    const { items } = await world.requests.request(listRunEvents, { id: run.id, limit: 9 });
    expect(items.map(({ type }) => type)).toEqual(['COMPLETE', 'STARTED', 'REQUESTED']);
    expect(items[1]).toMatchObject({ run: { id: run.id, facets }, time: AT, ...provenance });
    const graph = await world.requests.request(traceLineage, {
      object_id: 'made-2',
      direction: 'upstream',
      depth: 1,
    });
    expect(graph.nodes.map(({ id }) => id)).toEqual(expect.arrayContaining(['made-2', run.id, 'object-3']));
    const lineage = await world.requests.request(getRunLineage, { id: run.id });
    expect(lineage.events.map(({ eventType, outputs }) => [eventType, outputs.length])).toEqual([
      ['START', 0],
      ['COMPLETE', 2],
    ]);
  });

  it('are taken from who asked, who carries it out, and administrators of the runtime', async () => {
    const { run, job_id } = await asked();
    await claimed(job_id);
    for (const caller of [ADA, ADMIN, site('alpha')])
      expect((await tell(run.id, caller)).status).toBe('STARTED');
    for (const caller of [EVE, site('beta')])
      await expect(tell(run.id, caller)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(tell(run.id, { kind: 'anonymous' })).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(tell('none', ADA)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('end with the run', async () => {
    const { run } = await asked();
    await tell(run.id, ADA, { type: 'FAIL' });
    await expect(tell(run.id, ADA)).rejects.toMatchObject({ code: 'run-ended' });
    expect(await world.requests.request(getRun, { id: run.id })).toMatchObject({ status: 'FAIL' });
  });

  it('are no end of what a site carries out, unless that site tells them', async () => {
    const { run, job_id } = await asked();
    const operation_id = await claimed(job_id);
    await expect(tell(run.id, ADA, { type: 'COMPLETE' })).rejects.toMatchObject({ code: 'forbidden' });
    expect(await tell(run.id, site('alpha'), { type: 'COMPLETE' })).toMatchObject({
      status: 'COMPLETE',
      operation_id,
      outputs: [`/operations/${operation_id}`],
    });
  });

  it('bind the run to the operation of the site, whose end then ends the run', async () => {
    const { run, job_id } = await asked();
    const id = await claimed(job_id);
    await tell(run.id, site('alpha'));
    const error = { code: 'no-space', message: 'the disk is full' };
    await alpha.client.request(settleOperations, { items: [{ id, result: error }] });
    expect(await world.requests.request(getRun, { id: run.id })).toMatchObject({ status: 'FAIL', error });
    await expect(tell(run.id, site('alpha'))).rejects.toMatchObject({ code: 'run-ended' });
    await claimed(job_id, 2);
    expect(await tell(run.id, site('alpha'))).toMatchObject({ status: 'STARTED' });
  });

  it('are refused with what makes no sense', async () => {
    const { run } = await asked();
    for (const time of ['1969-01-01', 1e12])
      await expect(tell(run.id, ADA, { time })).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(tell(run.id, ADA, { inputs: ['a\u0000b'] })).rejects.toMatchObject({
      code: 'invalid-input',
    });
    await expect(tell(run.id, ADA, { facets: { a: 'x'.repeat(70_000) } })).rejects.toMatchObject({
      code: 'too-large',
    });
  });

  it('come one after the other, however many at once', async () => {
    const { run } = await asked();
    const ends = await Promise.allSettled(
      Array.from({ length: 8 }, () => tell(run.id, ADA, { type: 'COMPLETE' })),
    );
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { items } = await world.requests.request(listRunEvents, { id: run.id, limit: 99 });
    expect(items).toHaveLength(2);
  });
});
