import {
  type Caller,
  getJobs,
  requestJobs,
  RUN_CONFIG_BYTES,
  RUN_REQUESTS_AT_ONCE,
} from '@callboard/contracts';
import { SiteRequestClient } from '@callboard/messaging';
import { type LoggedInSite, ServiceWorld } from '@callboard/service-testing';
import { eventually } from '@callboard/testing';
import { generateKeyPair } from 'jose';
import { JobsModule } from './jobs.module';
import { migrations } from './persistence/migrations';

type Asked = Parameters<typeof requestJobs.input.encode>[0]['items'][number];

const asked = (run_key: string, more: Partial<Asked> = {}): Asked => ({
  by: 'new-files',
  run_key,
  workflow_id: 'hello-1.0.0',
  config: { object_id: 'o' },
  ...more,
});

describe('what sensors and schedules ask for at the door of sites', () => {
  let world: ServiceWorld;
  let lab: LoggedInSite;
  let other: LoggedInSite;

  beforeAll(async () => {
    world = await ServiceWorld.open({ service: 'jobs', migrations, sites: ['lab', 'other'] });
    [lab, other] = [await world.logIn('lab'), await world.logIn('other')];
    await world.start(JobsModule);
    await eventually('jobs answers', () => lab.client.request(requestJobs, { items: [asked('first')] }));
  }, 60_000);
  afterAll(() => world?.close());

  const ask = ({ client }: Pick<LoggedInSite, 'client'>, ...items: Asked[]) =>
    client.request(requestJobs, { items });
  const itemOf = async (site: LoggedInSite, item: Asked) => {
    const { items } = await ask(site, item);
    if (!items[0]?.ok) throw new Error(`refused: ${JSON.stringify(items)}`);
    return items[0].item;
  };
  /** Asks as the site, with a token that may be somebody else's. */
  const withToken = ({ connection }: LoggedInSite, token: string) =>
    ask({ client: new SiteRequestClient(connection, 'lab', async () => token) }, asked('stolen'));
  const jobCount = async (): Promise<number> => {
    const [row] = await world.sql.query<{ jobs: number }>('select count(*)::int as jobs from jobs');
    return row?.jobs ?? 0;
  };

  it('is one job for each key, and another site that knows the key gets its own', async () => {
    const first = await itemOf(lab, asked('k1'));
    expect(first).toMatchObject({ state: 'queued', is_new: true });
    expect(await itemOf(lab, asked('k1'))).toEqual({ ...first, is_new: false });
    const foreign = await itemOf(other, asked('k1'));
    expect(foreign.is_new).toBe(true);
    expect(foreign.job_id).not.toBe(first.job_id);
    const { items } = await world.requests.request(getJobs, { ids: [first.job_id] });
    expect(items).toMatchObject([{ ok: true, item: { workflow: { id: 'hello-1.0.0' }, state: 'queued' } }]);
  });

  it('is refused with the token of another site, a forged one or none, and makes no job', async () => {
    const before = await jobCount();
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
    const forged = await (await world.siteLogins()).tokenOf('lab', privateKey);
    await expect(withToken(lab, other.token)).rejects.toMatchObject({ code: 'forbidden' });
    for (const token of [forged, 'no token', ''])
      await expect(withToken(lab, token)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await jobCount()).toBe(before);
  });

  it('is refused to users and services, who have a request of their own', async () => {
    const callers: Caller[] = [
      { kind: 'user', username: 'admin', administers: ['lab', 'nmdc-runtime'] },
      { kind: 'service', service: 'triggers' },
    ];
    for (const caller of callers) {
      const reply = world.requests.request(requestJobs, { items: [asked('not-a-site')] }, { caller });
      await expect(reply).rejects.toMatchObject({ code: 'forbidden' });
    }
  });

  it.each<[string, Asked[]]>([
    ['nothing', []],
    [
      'more than are taken at once',
      Array.from({ length: RUN_REQUESTS_AT_ONCE + 1 }, (_, n) => asked(`many-${n}`)),
    ],
    ['no key', [asked('')]],
    ['a key that is too long', [asked('k'.repeat(501))]],
    ['a key with NUL', [asked('a\0b')]],
    ['nobody who asks', [asked('k', { by: '' })]],
    ['a name that is too long', [asked('k', { by: 'b'.repeat(201) })]],
    ['no workflow', [asked('k', { workflow_id: '' })]],
    ['a workflow id that is too long', [asked('k', { workflow_id: 'w'.repeat(201) })]],
  ])('is refused whole with %s', async (_, items) => {
    const before = await jobCount();
    await expect(ask(lab, ...items)).rejects.toMatchObject({ code: 'invalid-input' });
    expect(await jobCount()).toBe(before);
  });

  it('may be as much as is taken at once', async () => {
    const items = Array.from({ length: RUN_REQUESTS_AT_ONCE }, (_, n) => asked(`all-${n}`));
    const reply = await ask(lab, ...items);
    expect(reply.items.filter((item) => item.ok && item.item.is_new)).toHaveLength(RUN_REQUESTS_AT_ONCE);
  });

  it('fails alone when its config is too large', async () => {
    const config = { text: 'x'.repeat(RUN_CONFIG_BYTES) };
    const { items } = await ask(lab, asked('large', { config }), asked('beside'));
    expect(items).toMatchObject([
      { ok: false, error: { code: 'too-large' } },
      { ok: true, item: { is_new: true } },
    ]);
  });
});
