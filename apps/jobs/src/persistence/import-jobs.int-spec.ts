import { type ImportedJob, JOB_STATES, type Outcome } from '@callboard/contracts';
import { importedClaims, type KnownOperation } from '../domain/imported-claims';
import { PostgresImportsStore } from './postgres-imports-store';
import { WATCHERS_FILTER } from './claims-view.sql';
import { AUTHOR, jobOf, openStores, type Stores } from './stores.builder';

const OPENED = '2026-01-01T00:00:00.000Z';
const WHO = 'service:import';

let stores: Stores;
let imports: PostgresImportsStore;

beforeAll(async () => {
  stores = await openStores();
  imports = new PostgresImportsStore(stores.database);
});
afterAll(() => stores?.close());

const end = (outcome: Outcome | null): KnownOperation => ({
  siteId: 'NERSC',
  leaseMs: 60_000,
  outcome,
  openedAt: OPENED,
  endedAt: outcome === null ? null : '2026-01-02T00:00:00.000Z',
});
const job = (id: string, more: Partial<ImportedJob> = {}): ImportedJob => ({
  id,
  workflow: { id: 'Reads QC: v1.0.28' },
  config: { n: 1 },
  created_at: OPENED,
  ...more,
});
/** Operations as the service `operations` knows them. */
const operations = new Map<string, KnownOperation>();
/** A job whose claims are named by how they stand: as their operations do, or marked as cancelled. */
function claimed(id: string, ...stand: (Outcome | 'open' | 'marked')[]): ImportedJob {
  const claims = stand.map((state, n) => ({
    op_id: `${id}-${n}-${state}`,
    site_id: 'NERSC',
    cancelled: state === 'marked',
  }));
  const outcomeOf = { open: null, marked: 'released' } as const;
  for (const [n, state] of stand.entries())
    operations.set(
      `${id}-${n}-${state}`,
      end(state === 'open' || state === 'marked' ? outcomeOf[state] : state),
    );
  return job(id, { claims });
}

const take = (...jobs: ImportedJob[]) =>
  imports.jobs(
    jobs.map((each) => ({ job: each, imported: importedClaims(each.claims ?? [], operations) })),
    WHO,
  );
const outcomes = async (...jobs: ImportedJob[]) => (await take(...jobs)).map(({ outcome }) => outcome);

describe('imported jobs', () => {
  it('are taken once, in the order of the dump, and compared from then on', async () => {
    const [one, two] = [job('one'), job('two', { claims: [] })];
    expect(await outcomes(one, two, one, { ...one, config: {} })).toEqual([
      'taken',
      'taken',
      'here',
      'differs',
    ]);
    expect(await outcomes(one, { ...two, name: 'other' })).toEqual(['here', 'differs']);
    expect(await outcomes(claimed('one', 'open'))).toEqual(['differs']);
    expect(await jobOf(stores, 'one')).toMatchObject({
      created_at: OPENED,
      state: 'queued',
      config: { n: 1 },
    });
    expect(await jobOf(stores, 'one')).not.toHaveProperty('claims');
    expect(await jobOf(stores, 'two')).toMatchObject({ claims: [] });
  });

  it("are matched by the watcher's filter if and only if they are queued", async () => {
    const jobs = [
      claimed('queued-again', 'marked'),
      claimed('queued-released', 'released'),
      claimed('claimed', 'marked', 'open'),
      claimed('succeeded', 'succeeded'),
      claimed('failed', 'failed'),
      claimed('cancelled', 'cancelled'),
      claimed('dead', 'expired'),
    ];
    expect(new Set(await outcomes(...jobs))).toEqual(new Set(['taken']));
    const states = new Map<string, string>();
    for (const { id } of jobs) {
      const { state, claims = [] } = await jobOf(stores, id);
      states.set(id, state);
      const matched = claims.length === 0 || !claims.some(({ cancelled }) => cancelled !== true);
      expect([id, matched]).toEqual([id, state === 'queued']);
    }
    expect(new Set(states.values())).toEqual(new Set(JOB_STATES));
    const { texts: listed } = await stores.jobs.page({ limit: 100, filter: WATCHERS_FILTER.filter });
    const queued = listed.map(({ id }) => id).filter((id) => states.has(id));
    expect(queued).toEqual(['queued-again', 'queued-released']);
  });

  it.each([
    ['queued-again', ['null>queued 1']],
    ['claimed', ['null>queued 1', 'queued>claimed 2']],
    ['succeeded', ['null>queued 0', 'queued>claimed 1', 'claimed>succeeded 1']],
  ])('tell how they came to be where they are: %s', async (id, moves) => {
    const rows = await stores.database.query<{ move: string }>(
      `select coalesce(from_state, 'null') || '>' || to_state || ' ' || attempt as move
         from job_history where job_id = $1 order by seq`,
      [id],
    );
    expect(rows.map(({ move }) => move)).toEqual(moves);
  });

  it('have a history of allowed moves, and tell no event', async () => {
    const rows = await stores.database.query<Record<string, unknown>>(
      `select from_state, to_state, attempt, operation_id, who, why from job_history where job_id = 'dead' order by seq`,
    );
    const by = { who: WHO, why: 'imported' };
    const operation_id = 'dead-0-expired';
    expect(rows).toEqual([
      { from_state: null, to_state: 'queued', attempt: 0, operation_id: null, ...by },
      { from_state: 'queued', to_state: 'claimed', attempt: 1, operation_id, ...by },
      { from_state: 'claimed', to_state: 'dead', attempt: 1, operation_id, ...by },
    ]);
    expect(await stores.database.query('select id from outbox')).toEqual([]);
  });

  it('keep triggers from making them a second time', async () => {
    await take(job('of-object', { config: { object_id: 'o-1' } }));
    const fired = { workflowId: 'Reads QC: v1.0.28', objectId: 'o-1', traceparent: AUTHOR.traceparent };
    expect(await stores.jobs.createTriggered([fired])).toEqual([]);
  });

  it('are settled here when they were claimed there', async () => {
    await take(claimed('runs-on', 'open'));
    const ended = {
      operationId: 'runs-on-0-open',
      outcome: 'succeeded' as const,
      who: 'site:NERSC',
    };
    await stores.settlements.settle([ended]);
    expect(await jobOf(stores, 'runs-on')).toMatchObject({ state: 'succeeded', attempt: 1 });
    expect(await outcomes(claimed('runs-on', 'open'))).toEqual(['here']);
  });

  it('do not share claims', async () => {
    const thief = job('thief', { claims: [{ op_id: 'runs-on-0-open', site_id: 'NERSC', cancelled: false }] });
    expect(await take(thief, job('sound'))).toMatchObject([
      { outcome: 'refused', code: 'already-exists' },
      { outcome: 'taken' },
    ]);
  });

  it('name no more unregistered workflows than are kept', async () => {
    const many = Array.from({ length: 1000 }, (_, n) => job(`w-${n}`, { workflow: { id: `w-${n}` } }));
    const answers = await take(...many, job('known'));
    expect(answers.filter(({ code }) => code === 'too-many-workflows')).toHaveLength(1);
    expect(answers.at(-1)).toEqual({ outcome: 'taken' });
  });
});

describe('imported workflows', () => {
  const workflow = {
    id: 'new-1.0',
    name: 'New',
    description: null,
    capability_ids: ['gpu'],
    created_at: OPENED,
  };

  it('are taken once, and do not come back once they were deleted', async () => {
    const take = async (...items: (typeof workflow)[]) =>
      (await imports.workflows(items)).map(({ outcome }) => outcome);
    expect(await take(workflow)).toEqual(['taken']);
    expect(await take(workflow, { ...workflow, name: 'Other' })).toEqual(['here', 'differs']);
    await stores.workflows.delete('new-1.0');
    expect(await take(workflow)).toEqual(['differs']);
    expect((await stores.workflows.list()).map(({ id }) => id)).not.toContain('new-1.0');
  });

  it('register what jobs only named', async () => {
    const named = { ...workflow, id: 'Reads QC: v1.0.28' };
    expect(await imports.workflows([named])).toEqual([{ outcome: 'taken' }]);
    expect((await stores.workflows.list()).map(({ id }) => id)).toContain(named.id);
  });
});
