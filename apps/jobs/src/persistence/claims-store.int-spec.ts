import { jobsChanged, type Outcome } from '@callboard/contracts';
import { answerContested } from '../domain/claim-answer';
import { BEFORE_PICK, PICK_JOBS } from './claim-jobs.sql';
import { AUTHOR, jobOf, openStores, post, type Stores, terms } from './stores.builder';

let stores: Stores;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores?.close());

const times = <T>(count: number, work: (n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => work(n)));
const ended = (operationId: string, outcome: Outcome) => ({
  operationId,
  outcome,
  who: 'service:operations',
});

async function claimOne(siteId = 'NERSC', workflowId = `one-${Math.random()}`) {
  const [jobId] = await post(stores, workflowId);
  const [claim] = await stores.claims.claim([jobId ?? ''], terms(siteId));
  if (!claim || !jobId) throw new Error('not claimed');
  return { jobId, operationId: claim.operationId, workflowId };
}

async function openClaims(jobId: string): Promise<number> {
  const rows = await stores.database.query(`select 1 from claims where job_id = $1 and state = 'open'`, [
    jobId,
  ]);
  return rows.length;
}

describe('one job and many claimants', () => {
  it('has one winner of fifty by id, twenty times over', async () => {
    for (let round = 0; round < 20; round += 1) {
      const [jobId = ''] = await post(stores, 'race');
      const won = (await times(50, (n) => stores.claims.claim([jobId], terms(`site-${n}`)))).flat();
      expect(won).toHaveLength(1);
      expect(won[0]).toMatchObject({ attempt: 1, leaseMs: 60_000, job: { id: jobId, state: 'claimed' } });
      expect(won[0]?.job.claims).toEqual([{ op_id: won[0]?.operationId, site_id: won[0]?.siteId }]);
      expect(await openClaims(jobId)).toBe(1);
    }
  });

  it('has one winner between claims by id and by workflow', async () => {
    const [jobId = ''] = await post(stores, 'mixed');
    const won = await times(40, async (n) =>
      n % 2
        ? stores.claims.claim([jobId], terms(`site-${n}`))
        : (await stores.claims.pick('mixed', 3, terms(`site-${n}`))).claims,
    );
    expect(won.flat()).toHaveLength(1);
  });
});

describe('two hundred jobs and fifty claimants', () => {
  it('gives each job once', async () => {
    const ids = await post(stores, 'crowd', 200);
    const take = async (n: number): Promise<string[]> => {
      const mine: string[] = [];
      for (let more = true; more;) {
        const picked = await stores.claims.pick(
          'crowd',
          3,
          terms(`site-${n}`, { requestId: `${n}-${mine.length}` }),
        );
        mine.push(...picked.claims.map((claim) => claim.job.id));
        more = picked.remaining || picked.claims.length > 0;
      }
      return mine;
    };
    const won = (await times(50, take)).flat();
    expect(won.sort()).toEqual(ids.sort());
  });

  it('does not deadlock when batches of ids overlap in any order', async () => {
    const ids = await post(stores, 'overlap', 60);
    const won = await times(20, (n) =>
      stores.claims.claim(n % 2 ? ids.slice(n) : [...ids].reverse(), terms(`site-${n}`)),
    );
    expect(
      won
        .flat()
        .map((claim) => claim.job.id)
        .sort(),
    ).toEqual(ids.sort());
  });
});

describe('picking by workflow', () => {
  it('goes by priority, then age, and tells what remains', async () => {
    const ids = await post(stores, 'turns', 4);
    await stores.database.query('update jobs set priority = 5 where id = $1', [ids[3]]);
    const first = await stores.claims.pick('turns', 2, terms('NERSC'));
    expect(first.claims.map((claim) => claim.job.id)).toEqual([ids[3], ids[0]]);
    expect(first.remaining).toBe(true);
    const rest = await stores.claims.pick('turns', 2, terms('NERSC'));
    expect(rest.claims.map((claim) => claim.job.id)).toEqual([ids[1], ids[2]]);
    expect(rest.remaining).toBe(false);
    expect(await stores.claims.pick('turns', 2, terms('NERSC'))).toEqual({ claims: [], remaining: false });
  });

  it('claims nothing for max 0, but tells what remains', async () => {
    await post(stores, 'asked');
    expect(await stores.claims.pick('asked', 0, terms('NERSC'))).toEqual({ claims: [], remaining: true });
    expect(await stores.claims.pick('unheard of', 5, terms('NERSC'))).toEqual({
      claims: [],
      remaining: false,
    });
  });

  it('minds capabilities, waits and pauses', async () => {
    await stores.workflows.register({
      id: 'picky',
      name: null,
      description: null,
      capabilityIds: ['gpu', 'big'],
    });
    const [id = ''] = await post(stores, 'picky');
    const pick = () => stores.claims.pick('picky', 5, terms('able'));
    expect(await pick()).toEqual({ claims: [], remaining: true });
    await stores.sites.keep([{ siteId: 'able', version: 2, capabilityIds: ['big', 'gpu', 'more'] }]);
    await stores.sites.keep([{ siteId: 'able', version: 1, capabilityIds: [] }]);

    await stores.database.query(`update jobs set available_at = now() + interval '1 hour' where id = $1`, [
      id,
    ]);
    expect(await pick()).toEqual({ claims: [], remaining: false });
    await stores.database.query(`update jobs set available_at = now() where id = $1`, [id]);

    await stores.database.query(`update workflows set paused = true where id = 'picky'`);
    expect(await pick()).toEqual({ claims: [], remaining: false });
    await stores.database.query(`update workflows set paused = false, lease_ms = 5000 where id = 'picky'`);

    const { claims } = await pick();
    expect(claims).toMatchObject([{ job: { id }, leaseMs: 5000 }]);
  });

  it('takes the lesser lease of claim and workflow, else that of the door', async () => {
    await stores.workflows.register({ id: 'leased', name: null, description: null, capabilityIds: [] });
    await stores.database.query(`update workflows set lease_ms = 90000 where id = 'leased'`);
    await post(stores, 'leased', 3);
    const lease = async (leaseMs?: number) =>
      (await stores.claims.pick('leased', 1, terms('NERSC', { leaseMs }))).claims[0]?.leaseMs;
    expect([await lease(), await lease(30_000), await lease(120_000)]).toEqual([90_000, 30_000, 90_000]);
  });

  it('stops at what one reply holds, but always takes one', async () => {
    const large = { workflow: { id: 'large' }, config: { text: 'x'.repeat(150_000) } };
    await stores.jobs.create([large, large, large], AUTHOR);
    const picked = await stores.claims.pick('large', 3, terms('NERSC'));
    expect(picked.claims).toHaveLength(1);
    expect(picked.remaining).toBe(true);
  });

  it('walks the index even where statistics make PostgreSQL prefer to sort the whole queue', async () => {
    const queueSorts = (prepare: string, parameters: unknown[]): Promise<number> =>
      stores.database.transaction(async (tx) => {
        // What stale statistics do at a million jobs, done here to a few.
        await tx.query('set local random_page_cost = 400');
        await tx.query('set local enable_seqscan = on');
        await tx.query(prepare, parameters);
        const values = ['many', 'NERSC', null, 10, [], null, null, 60_000, 200_000, 'site:NERSC', null];
        const lines = await tx.query<{ 'QUERY PLAN': string }>(`explain ${PICK_JOBS}`, values);
        return lines.filter((line) => /Sort Key: \S*priority DESC/.test(line['QUERY PLAN'])).length;
      });
    await post(stores, 'many', 500);
    const sortsOfPicked = 1; // of the few that were picked
    expect(await queueSorts('select 1', [])).toBeGreaterThan(sortsOfPicked);
    expect(await queueSorts(BEFORE_PICK, [null])).toBe(sortsOfPicked);
  });

  it('gives a repeat what its first try won, also when both come at once', async () => {
    await post(stores, 'repeats', 9);
    const ask = (requestId: string) => stores.claims.pick('repeats', 3, terms('NERSC', { requestId }));
    const replies = await times(10, () => ask('r-1'));
    const ids = replies.map((reply) => reply.claims.map((claim) => claim.operationId).sort());
    expect(ids[0]).toHaveLength(3);
    for (const one of ids) expect(one).toEqual(ids[0]);
    const other = await stores.claims.pick('repeats', 3, terms('EMSL', { requestId: 'r-1' }));
    expect(other.claims.map((claim) => claim.operationId)).not.toEqual(expect.arrayContaining(ids[0] ?? []));
    await stores.settlements.settle((ids[0] ?? []).map((id) => ended(id, 'succeeded')));
    expect((await ask('r-1')).claims.map((claim) => claim.operationId).sort()).toEqual(ids[0]);
  });
});

describe('a contested job', () => {
  const answer = async (jobId: string, siteId: string, more = {}) => {
    const asking = terms(siteId, more);
    expect(await stores.claims.claim([jobId], asking)).toEqual([]);
    const job = (await stores.claims.contested([jobId], asking)).get(jobId);
    return job && answerContested(asking, job);
  };

  it('is told apart from one that is free', async () => {
    const { jobId, operationId } = await claimOne('NERSC');
    expect(await answer(jobId, 'NERSC')).toEqual({ operationId });
    expect(await answer(jobId, 'NERSC', { claimant: 'p-2' })).toMatchObject({ code: 'held-by-your-site' });
    expect(await answer(jobId, 'EMSL')).toMatchObject({ code: 'job-claimed' });
    await stores.settlements.settle([ended(operationId, 'failed')]);
    expect(await answer(jobId, 'NERSC')).toMatchObject({ code: 'job-not-queued' });
    expect(await answer('no-such-job', 'NERSC')).toBeUndefined();
  });

  it('names the first capability that is missing', async () => {
    const posted = { workflow: { id: 'needs', capability_ids: ['has', 'lacks', 'lacks too'] }, config: {} };
    const [job] = await stores.jobs.create([posted], AUTHOR);
    await stores.sites.keep([{ siteId: 'half', version: 1, capabilityIds: ['has'] }]);
    const refusal = await answer(job?.id ?? '', 'half');
    expect(refusal).toMatchObject({ code: 'missing-capability' });
    expect(refusal).toHaveProperty('message', expect.stringMatching(/capability lacks,/));
  });

  it('is given again to the request that won it, at once and after it was released', async () => {
    const [jobId = ''] = await post(stores, 'again');
    const asking = terms('NERSC', { requestId: 'r-9', claimant: 'p-1' });
    const won = (await times(10, () => stores.claims.claim([jobId], asking))).flat();
    expect(won).toHaveLength(1);
    const operationId = won[0]?.operationId ?? '';
    await stores.settlements.settle([ended(operationId, 'released')]);
    expect(await answer(jobId, 'NERSC', { requestId: 'r-9', claimant: 'p-1' })).toEqual({ operationId });
    expect(await stores.claims.held([operationId])).toMatchObject([{ operationId, job: { id: jobId } }]);
    expect(await stores.claims.claim([jobId], terms('NERSC', { requestId: 'r-10' }))).toMatchObject([
      { attempt: 2 },
    ]);
  });
});

describe('settling', () => {
  it.each<[Outcome, string]>([
    ['succeeded', 'succeeded'],
    ['failed', 'failed'],
    ['cancelled', 'cancelled'],
    ['released', 'queued'],
    ['expired', 'queued'],
  ])('moves a job once, whatever comes how often: %s', async (outcome, state) => {
    const { jobId, operationId } = await claimOne();
    const settled = (await times(5, () => stores.settlements.settle([ended(operationId, outcome)]))).flat();
    expect(settled).toMatchObject([{ jobId, operationId, to: state, claimable: state === 'queued' }]);
    expect(await jobOf(stores, jobId)).toMatchObject({ state, attempt: 1 });
    expect(await openClaims(jobId)).toBe(0);
  });

  it('lets no other end follow the first', async () => {
    const { jobId, operationId } = await claimOne();
    await stores.settlements.settle([ended(operationId, 'succeeded')]);
    for (const outcome of ['failed', 'released', 'expired', 'cancelled'] as const)
      expect(await stores.settlements.settle([ended(operationId, outcome)])).toEqual([]);
    expect(await jobOf(stores, jobId)).toMatchObject({ state: 'succeeded' });
  });

  it('lets an old end not touch a newer claim, and attempts only grow', async () => {
    const { jobId, operationId } = await claimOne('NERSC');
    await stores.settlements.settle([ended(operationId, 'released')]);
    const [second] = await stores.claims.claim([jobId], terms('EMSL'));
    expect(second).toMatchObject({ attempt: 2 });
    expect(await stores.settlements.settle([ended(operationId, 'succeeded')])).toEqual([]);
    expect(await jobOf(stores, jobId)).toMatchObject({
      state: 'claimed',
      claims: [
        { op_id: operationId, site_id: 'NERSC', done: true, cancelled: true },
        { op_id: second?.operationId, site_id: 'EMSL' },
      ],
    });
  });

  it('knows nothing of operations that it did not make', async () => {
    expect(await stores.settlements.settle([ended('nmdc:sys0unknown', 'succeeded')])).toEqual([]);
  });

  it('gives up at the third lost lease', async () => {
    const [jobId = ''] = await post(stores, 'expires');
    const states: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const { claims } = await stores.claims.pick('expires', 1, terms('NERSC'));
      await stores.settlements.settle([ended(claims[0]?.operationId ?? '', 'expired')]);
      states.push((await jobOf(stores, jobId)).state);
    }
    expect(states).toEqual(['queued', 'queued', 'dead']);
  });

  it('retries where the workflow says so, after a wait, unless it is of no use', async () => {
    await stores.workflows.register({ id: 'retries', name: null, description: null, capabilityIds: [] });
    await stores.database.query(`update workflows set max_attempts = 2 where id = 'retries'`);
    const { jobId, operationId } = await claimOne('NERSC', 'retries');
    expect(await stores.settlements.settle([ended(operationId, 'failed')])).toMatchObject([
      { to: 'queued', claimable: false },
    ]);
    expect((await stores.claims.pick('retries', 1, terms('NERSC'))).claims).toEqual([]);
    expect(await stores.claims.claim([jobId], terms('NERSC'))).toEqual([]);
    await stores.database.query('update jobs set available_at = now() where id = $1', [jobId]);
    const [second] = await stores.claims.claim([jobId], terms('NERSC'));
    expect(await stores.settlements.settle([ended(second?.operationId ?? '', 'failed')])).toMatchObject([
      { to: 'dead' },
    ]);
    const other = await claimOne('NERSC', 'retries');
    const final = { ...ended(other.operationId, 'failed'), errorCode: 'checksum-mismatch', retriable: false };
    expect(await stores.settlements.settle([final])).toMatchObject([{ to: 'failed' }]);
  });

  it('settles a whole batch while others claim and settle the same jobs', async () => {
    const ids = await post(stores, 'batch', 30);
    const claims = await stores.claims.claim(ids, terms('NERSC'));
    const ends = claims.map((claim, n) => ended(claim.operationId, n % 2 ? 'succeeded' : 'released'));
    const [settled] = await Promise.all([
      times(4, (n) => stores.settlements.settle(n % 2 ? ends : [...ends].reverse())),
      times(4, () => stores.claims.pick('batch', 5, terms('EMSL'))),
    ]);
    expect(
      settled
        .flat()
        .map((job) => job.jobId)
        .sort(),
    ).toEqual(ids.sort());
  });

  it('writes one history row and one event item for each move', async () => {
    const { jobId, operationId } = await claimOne('NERSC');
    await times(3, () => stores.settlements.settle([ended(operationId, 'released')]));
    const history = await stores.database.query(
      'select from_state, to_state, attempt, operation_id, who, why from job_history where job_id = $1 order by seq',
      [jobId],
    );
    expect(history).toEqual([
      {
        from_state: null,
        to_state: 'queued',
        attempt: 0,
        operation_id: null,
        who: 'site:poster',
        why: 'posted',
      },
      {
        from_state: 'queued',
        to_state: 'claimed',
        attempt: 1,
        operation_id: operationId,
        who: 'site:NERSC',
        why: 'claimed',
      },
      {
        from_state: 'claimed',
        to_state: 'queued',
        attempt: 1,
        operation_id: operationId,
        who: 'service:operations',
        why: 'released',
      },
    ]);
    const events = await stores.database.query<{ item: { version: number; to: string } }>(
      `select i.item from outbox o, jsonb_array_elements(o.payload -> 'items') i(item)
        where o.subject = $1 and i.item ->> 'id' = $2 order by o.seq`,
      [jobsChanged.subject, jobId],
    );
    expect(events.map(({ item }) => [item.version, item.to])).toEqual([
      [1, 'queued'],
      [2, 'claimed'],
      [3, 'queued'],
    ]);
  });
});

describe('claimable work', () => {
  it('lists workflows that have something to claim now, and the jobs after those that have bells', async () => {
    const ids = await post(stores, 'work a', 5);
    const [later] = await post(stores, 'work b');
    await stores.database.query(`update jobs set available_at = now() + interval '1 hour' where id = $1`, [
      later,
    ]);
    await post(stores, 'work c');
    await stores.database.query(`update workflows set paused = true where id = 'work c'`);
    const workflows = await stores.work.workflows();
    expect(workflows.filter((id) => id.startsWith('work '))).toEqual(['work a']);
    expect(await stores.work.jobIds('work a', 0, 100)).toEqual(ids);
    expect(await stores.work.jobIds('work a', 2, 4)).toEqual(ids.slice(2, 4));
    expect(await stores.work.jobIds('work a', 9, 5)).toEqual([]);
  });
});

describe('claims to compare', () => {
  it('take turns, each one once for several sweepers', async () => {
    const { operationId } = await claimOne();
    expect(await stores.settlements.dueForComparison(1000)).not.toContain(operationId);
    await stores.database.query(`update claims set next_comparison = now() where operation_id = $1`, [
      operationId,
    ]);
    const due = (await times(5, () => stores.settlements.dueForComparison(1000))).flat();
    expect(due).toEqual([operationId]);
  });
});
