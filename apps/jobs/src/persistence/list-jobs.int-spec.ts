import { JOB_STATES, type JobState, type Outcome } from '@callboard/contracts';
import { compileFilter } from '@callboard/document-query';
import { JOB_FIELDS } from './job-fields';
import { AUTHOR, jobOf, openStores, post, type Stores, terms } from './stores.builder';

/** As the unchanged watcher sends it, but for the names of its workflows (contract 8.3). */
const watchersFilter = (...workflowIds: string[]) => ({
  $and: [
    { 'workflow.id': { $in: workflowIds } },
    { $or: [{ claims: { $size: 0 } }, { claims: { $not: { $elemMatch: { cancelled: { $ne: true } } } } }] },
  ],
});

let stores: Stores;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores?.close());

async function idsOf(filter: unknown, more: { offered_to?: string } = {}): Promise<string[]> {
  const { texts } = await stores.jobs.page({ limit: 1000, filter: JSON.stringify(filter), ...more });
  return texts.map(({ id }) => id);
}

async function claimOf(jobId: string, siteId = 'NERSC'): Promise<string> {
  const [claim] = await stores.claims.claim([jobId], terms(siteId));
  if (!claim) throw new Error('not claimed');
  return claim.operationId;
}

async function end(operationId: string, outcome: Outcome): Promise<void> {
  await stores.settlements.settle([{ operationId, outcome, who: 'service:operations' }]);
}

/** A job with this many released claims, brought to a state. */
async function jobIn(state: JobState, released: number): Promise<string> {
  const [id = ''] = await post(stores, 'states');
  for (let n = 0; n < released; n += 1) await end(await claimOf(id, `site-${n}`), 'released');
  if (state === 'queued') return id;
  if (state === 'cancelled' && released === 0) {
    // Cancelled before anybody claimed it; no request does that yet.
    await stores.database.query(`update jobs set state = 'cancelled' where id = $1`, [id]);
    return id;
  }
  const operationId = await claimOf(id);
  if (state === 'dead') await stores.database.query('update jobs set expiries = 99 where id = $1', [id]);
  const outcomes = {
    succeeded: 'succeeded',
    failed: 'failed',
    cancelled: 'cancelled',
    dead: 'expired',
  } as const;
  if (state !== 'claimed') await end(operationId, outcomes[state]);
  return id;
}

describe('job.claims[] (design 5)', () => {
  const cases = JOB_STATES.flatMap((state) => [0, 1, 2].map((released) => [state, released] as const));

  it.each(cases)(
    'matches the watcher exactly when queued: %s after %i released claims (contract 8.3)',
    async (state, released) => {
      const id = await jobIn(state, released);
      expect((await jobOf(stores, id)).state).toBe(state);
      const matches = (await idsOf({ ...watchersFilter('states'), id })).includes(id);
      expect(matches).toBe(state === 'queued');
      // Read from the claims themselves, without the short cut that the law allows.
      const plain = { ...JOB_FIELDS, equivalents: [] };
      const { sql, values } = compileFilter(JSON.stringify(watchersFilter('states')), plain, 1);
      const rows = await stores.database.query(`select from jobs j where j.id = $1 and (${sql})`, [
        id,
        ...values,
      ]);
      expect(rows.length === 1).toBe(state === 'queued');
    },
  );

  it('and name and description show a null, or an empty list, where one was sent (contract 0, SET)', async () => {
    const workflow = { id: 'sent' };
    const sent = { workflow, config: {}, name: null, description: null, claims: [] };
    const jobs = await stores.jobs.create([sent, { workflow, config: {} }], AUTHOR);
    for (const [at, job] of jobs.entries()) {
      const stored = await jobOf(stores, job?.id ?? '');
      expect(stored).toEqual(job);
      const { name, description, claims } = stored;
      expect({ name, description, claims }).toEqual(
        at === 0
          ? { name: null, description: null, claims: [] }
          : { name: undefined, description: undefined, claims: undefined },
      );
      const one = { id: stored.id };
      expect(await idsOf({ ...one, name: { $exists: true } })).toHaveLength(at === 0 ? 1 : 0);
      expect(await idsOf({ ...one, claims: { $size: 0 } })).toHaveLength(at === 0 ? 1 : 0);
      expect(await idsOf({ ...one, ...watchersFilter('sent') })).toHaveLength(1);
    }
  });

  it('is absent while a job was never claimed, shows a running claim without flags, and closes an end without claim', async () => {
    expect(await jobOf(stores, await jobIn('queued', 0))).not.toHaveProperty('claims');
    const running = await jobOf(stores, await jobIn('claimed', 1));
    expect(running.claims).toEqual([
      { op_id: expect.any(String) as string, site_id: 'site-0', done: true, cancelled: true },
      { op_id: expect.any(String) as string, site_id: 'NERSC' },
    ]);
    const done = await jobOf(stores, await jobIn('succeeded', 0));
    expect(done.claims).toEqual([{ op_id: expect.any(String) as string, site_id: 'NERSC', done: true }]);
    const id = await jobIn('cancelled', 0);
    expect((await jobOf(stores, id)).claims).toEqual([{ op_id: id, site_id: '', done: true }]);
  });
});

describe('filters on jobs (contract 3.6, 8.2)', () => {
  it('reach every field that clients see, and what a document holds', async () => {
    const posted = { workflow: { id: 'reach' }, config: { git_repo: 'r', deep: [{ n: 1 }] }, name: 'N' };
    const [job] = await stores.jobs.create([posted], AUTHOR);
    const { id = '', created_at = '' } = job ?? {};
    await claimOf(id, 'LANL');
    const TRUE = [
      { 'config.git_repo': 'r' },
      { 'config.deep.n': 1 },
      { 'workflow.id': 'reach' },
      { workflow: { id: 'reach' } },
      { name: 'N', description: null },
      { description: { $exists: false } },
      { created_at },
      { created_at: { $lte: { $date: created_at } } },
      { state: 'claimed', attempt: 1 },
      { 'claims.site_id': 'LANL' },
      { 'claims.site_id': { $ne: 'NERSC' } },
      { id: { $regex: '^nmdc:' } },
    ];
    for (const asked of TRUE)
      expect([asked, await idsOf({ ...asked, $and: [{ id }] })]).toEqual([asked, [id]]);
  });

  it('D14: find no column that clients do not see', async () => {
    const [id = ''] = await post(stores, 'hidden');
    for (const column of [
      'traceparent',
      'priority',
      'capability_ids',
      'size_bytes',
      'version',
      'object_id',
    ]) {
      expect(await idsOf({ id, [column]: { $exists: true } })).toEqual([]);
      expect(await idsOf({ id, [column]: { $exists: false } })).toEqual([id]);
    }
  });

  it('D13: take an id as text or pattern on any page', async () => {
    const ids = (await post(stores, 'by-id', 3)).sort();
    const after = ids[0] ?? '';
    const page = (filter: unknown) =>
      stores.jobs.page({
        after,
        limit: 10,
        filter: JSON.stringify({ 'workflow.id': 'by-id', ...(filter as object) }),
      });
    expect((await page({ id: { $regex: '^nmdc:sys0' } })).texts.map(({ id }) => id)).toEqual(ids.slice(1));
    expect((await page({ id: after })).texts).toEqual([]);
    await expect(page({ id: { $near: 1 } })).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('go page by page, and rows that come and go in between change nothing about the others (D12)', async () => {
    const ids = (await post(stores, 'moving', 30)).sort();
    const seen: string[] = [];
    for (let more = true, after = ''; more; after = seen.at(-1) ?? '') {
      const page = await stores.jobs.page({
        after: after || undefined,
        limit: 7,
        filter: '{"workflow.id":"moving"}',
      });
      seen.push(...page.texts.map(({ id }) => id));
      more = page.more;
      await post(stores, 'moving', 2);
      await stores.database.query('delete from jobs where id = $1', [seen.at(-1)]);
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(ids.filter((id) => !seen.includes(id))).toEqual([]);
  });
});

describe('jobs as text', () => {
  it.each(JOB_STATES)('are the JSON of what they are otherwise: %s', async (state) => {
    const id = await jobIn(state, 1);
    const sent = { workflow: { id: 'texts' }, config: { n: 1e21, t: '"\\' }, name: null, claims: [] };
    const [posted] = await stores.jobs.create([sent, { ...sent, name: 'a "name"' }], AUTHOR);
    const filter = JSON.stringify({ $or: [{ id }, { 'workflow.id': 'texts' }] });
    const { texts, more } = await stores.jobs.page({ limit: 100, filter });
    const ids = texts.map((item) => item.id);
    expect(ids).toEqual(expect.arrayContaining([id, posted?.id]));
    const { jobs } = await stores.jobs.find(ids);
    expect(texts.map((item) => JSON.parse(item.text) as unknown)).toEqual(ids.map((one) => jobs.get(one)));
    expect(more).toBe(false);
  });
});

describe('pages', () => {
  const walk = async (workflow: string, limit: number): Promise<[string[], boolean][]> => {
    const pages: [string[], boolean][] = [];
    const filter = JSON.stringify({ 'workflow.id': workflow });
    for (let after: string | undefined, more = true; more;) {
      const page = await stores.jobs.page({ after, limit, filter });
      const ids = page.texts.map(({ id }) => id);
      [after, more] = [ids.at(-1), page.more];
      pages.push([ids, more]);
    }
    return pages;
  };

  it.each([
    ['all of them', 6, [6]],
    ['all but one', 5, [5, 1]],
    ['one each', 1, [1, 1, 1, 1, 1, 1]],
  ])('tell exactly whether others follow: %s', async (name, limit, sizes) => {
    const ids = (await post(stores, `pages-${name}`, 6)).sort();
    const pages = await walk(`pages-${name}`, limit);
    expect(pages.map(([page]) => page.length)).toEqual(sizes);
    expect(pages.map(([, more]) => more)).toEqual(sizes.map((_, at) => at < sizes.length - 1));
    expect(pages.flatMap(([page]) => page)).toEqual(ids);
  });

  it('give one job that is larger than a page, and those after it on the next ones', async () => {
    const job = (bytes: number) => ({ workflow: { id: 'sizes' }, config: { text: 'x'.repeat(bytes) } });
    const posted = await stores.jobs.create([job(600_000), job(600_000), job(1), job(1)], AUTHOR);
    const pages = await walk('sizes', 10);
    expect(pages.flatMap(([ids]) => ids)).toEqual(posted.map((one) => one?.id).sort());
    expect(pages.map(([ids]) => ids.length).reduce((most, count) => Math.max(most, count))).toBeLessThan(4);
  });
});

describe('what a site is offered by default (contract 2.5)', () => {
  it('D24: minds capabilities, and shows the jobs again that the site released', async () => {
    const able = { workflow: { id: 'offered', capability_ids: ['gpu'] }, config: {} };
    const [needs] = await stores.jobs.create([able], AUTHOR);
    const [open = '', mine = '', released = '', others = ''] = await post(stores, 'offered', 4);
    await claimOf(mine, 'SITE');
    await end(await claimOf(released, 'SITE'), 'released');
    await claimOf(others, 'OTHER');
    const offered = async () => (await idsOf({ 'workflow.id': 'offered' }, { offered_to: 'SITE' })).sort();
    expect(await offered()).toEqual([open, released, others].sort());
    await stores.sites.keep([{ siteId: 'SITE', version: 1, capabilityIds: ['gpu'] }]);
    expect(await offered()).toEqual([open, released, others, needs?.id].sort());
  });
});
