import { randomUUID } from 'node:crypto';
import {
  type Caller,
  jobsChanged,
  objectsChanged,
  operationsChanged,
  putOperationsEnded,
  registerSensors,
  type SensorInterest,
  type SensorNews,
  sensorNewsBell,
  sensorNewsSubject,
  settleSensorNews,
  takeSensorNews,
} from '@callboard/contracts';
import { newTraceparent } from '@callboard/messaging';
import { type LoggedInSite, ServiceWorld } from '@callboard/service-testing';
import { eventually } from '@callboard/testing';
import { JSONCodec } from 'nats';
import { migrations } from './persistence/migrations';
import { TriggersModule } from './triggers.module';

const RUNTIME = 'nmdc-runtime';
const codec = JSONCodec<unknown>();

describe('sensors of sites, at the service triggers', () => {
  let world: ServiceWorld;
  let runtime: LoggedInSite;
  let lab: LoggedInSite;
  const bells: string[] = [];

  beforeAll(async () => {
    world = await ServiceWorld.open({ service: 'triggers', migrations, sites: [RUNTIME, 'lab'] });
    await world.siteLogins();
    await world.start(TriggersModule, 2);
    [runtime, lab] = await Promise.all([world.logIn(RUNTIME), world.logIn('lab')]);
    lab.connection.subscribe(sensorNewsSubject('lab'), {
      callback: (_, message) => bells.push(...sensorNewsBell.parse(codec.decode(message.data)).sensors),
    });
    await eventually('triggers answers', () => lab.client.request(registerSensors, { items: [] }));
  }, 60_000);

  afterAll(() => world.close());

  const register = (site: LoggedInSite, name: string, ...hears: SensorInterest[]) =>
    site.client.request(registerSensors, { items: [{ name, hears }] });

  const take = (site: LoggedInSite, sensor: string) =>
    site.client.request(takeSensorNews, { sensor, max: 100 });

  /** News of a sensor that this many came to. */
  const taken = (site: LoggedInSite, sensor: string, count: number): Promise<SensorNews[]> => {
    const all: SensorNews[] = [];
    return eventually(`${sensor} has ${count} news`, async () => {
      all.push(...(await take(site, sensor)).items);
      return all.length >= count && all;
    });
  };

  const tellObject = (id: string, more: object) =>
    world.tell(objectsChanged, {
      items: [{ id, version: 1, types: [], added_types: [], removed_types: [], ...more }],
    });

  it('hear of objects that are registered and tagged, once however often it is told, and bells ring', async () => {
    await register(
      lab,
      'reads',
      { kind: 'object-registered' },
      { kind: 'object-tagged', type_ids: ['reads'] },
    );
    const id = randomUUID();
    const about = { site_id: 'lab', name: 'a.fastq' };
    for (let at = 0; at < 3; at += 1) {
      await tellObject(id, { ...about, registered: true });
      await tellObject(id, { ...about, version: 2, types: ['reads'], added_types: ['reads'] });
      await tellObject(id, { ...about, version: 3, types: ['reads', 'x'], added_types: ['x'] });
      await tellObject(id, { ...about, version: 4, types: ['x'], removed_types: ['reads'] });
    }
    const news = await taken(lab, 'reads', 2);
    expect(news.map(({ kind, version }) => [kind, version]).sort()).toEqual([
      ['object-registered', 1],
      ['object-tagged', 2],
    ]);
    expect(news[0]).toMatchObject({ object_id: id, name: 'a.fastq', site_id: 'lab', attempt: 1 });
    await eventually('a bell rang', () => bells.includes('reads'));
    const { items } = await lab.client.request(settleSensorNews, {
      items: news.map((one) => ({ id: one.id })),
    });
    expect(items).toEqual(news.map((one) => ({ ok: true, item: { id: one.id, state: 'done' } })));
    await tellObject(id, { ...about, registered: true });
    await tellObject(randomUUID(), { ...about, registered: true });
    expect(await taken(lab, 'reads', 1)).toEqual([expect.objectContaining({ kind: 'object-registered' })]);
    expect((await take(lab, 'reads')).items).toEqual([]);
  });

  it('hear of jobs and of ends of operations, those without a job too', async () => {
    const hears: SensorInterest[] = [
      { kind: 'job-changed', states: ['succeeded'], workflow_ids: ['w'] },
      { kind: 'operation-ended' },
    ];
    await register(runtime, 'all', ...hears);
    const job = { id: 'j1', workflow_id: 'w', attempt: 1, traceparent: newTraceparent() };
    await world.tell(jobsChanged, { items: [{ ...job, version: 2, to: 'claimed' }] });
    await world.tell(jobsChanged, { items: [{ ...job, version: 3, from: 'claimed', to: 'succeeded' }] });
    const ended = {
      version: 2,
      site_id: 'elsewhere',
      to: 'failed',
      ended_at: new Date().toISOString(),
    } as const;
    await world.tell(operationsChanged, { items: [{ ...ended, id: 'o1', job_id: 'j1', attempt: 1 }] });
    await world.tell(putOperationsEnded, { items: [{ ...ended, id: 'o2', object_id: 'x' }] });
    const news = await taken(runtime, 'all', 3);
    expect(news.sort((a, b) => thingOf(a).localeCompare(thingOf(b)))).toEqual([
      expect.objectContaining({ kind: 'job-changed', job_id: 'j1', to: 'succeeded', job_attempt: 1 }),
      expect.objectContaining({
        kind: 'operation-ended',
        operation_id: 'o1',
        job_id: 'j1',
        outcome: 'failed',
      }),
      expect.objectContaining({ kind: 'operation-ended', operation_id: 'o2', object_id: 'x' }),
    ]);
  });

  it('hear of what is of their own site only, unless it is that of the runtime', async () => {
    const everything: SensorInterest[] = [
      { kind: 'object-registered' },
      { kind: 'job-changed' },
      { kind: 'operation-ended' },
    ];
    await register(lab, 'mine', ...everything);
    await register(runtime, 'everybodys', ...everything);
    const job = { workflow_id: 'w', version: 1, to: 'queued', attempt: 0 } as const;
    const ended = { version: 2, to: 'succeeded', ended_at: new Date().toISOString(), attempt: 1 } as const;
    const none: string[] = [];
    const lists = { types: none, added_types: none, removed_types: none };
    const object = { ...lists, version: 1, registered: true } as const;
    await world.tell(objectsChanged, {
      items: [
        { ...object, id: 'foreign', site_id: 'other' },
        { ...object, id: 'nobodys' },
        { ...object, id: 'own', site_id: 'lab' },
      ],
    });
    await world.tell(jobsChanged, {
      items: [
        { ...job, id: 'triggered' },
        { ...job, id: 'of-other', site_id: 'other', posted_by: 'third' },
        { ...job, id: 'held', site_id: 'lab', posted_by: 'other' },
        { ...job, id: 'asked-for', posted_by: 'lab' },
      ],
    });
    await world.tell(operationsChanged, {
      items: [
        { ...ended, id: 'op-other', job_id: 'j', site_id: 'other' },
        { ...ended, id: 'op-own', job_id: 'j', site_id: 'lab' },
      ],
    });
    expect(await taken(runtime, 'everybodys', 9)).toHaveLength(9);
    const own = (await taken(lab, 'mine', 4)).map(thingOf).sort();
    expect(own).toEqual(['asked-for', 'held', 'op-own', 'own']);
  });

  it('are asked about by their own site only', async () => {
    await register(lab, 'secret', { kind: 'object-registered' });
    await tellObject(randomUUID(), { site_id: 'lab', registered: true });
    const [news] = await taken(lab, 'secret', 1);
    await expect(take(runtime, 'secret')).rejects.toMatchObject({ code: 'not-found' });
    const told = { items: [{ id: news?.id ?? '' }, { id: 'not of news' }] };
    expect((await runtime.client.request(settleSensorNews, told)).items).toMatchObject([
      { ok: false, error: { code: 'not-found' } },
      { ok: false, error: { code: 'not-found' } },
    ]);
    const user: Caller = { kind: 'user', username: 'u', administers: ['lab'] };
    const refused = (work: Promise<unknown>) => expect(work).rejects.toMatchObject({ code: 'forbidden' });
    await refused(world.requests.request(takeSensorNews, { sensor: 'secret', max: 1 }, { caller: user }));
    await refused(world.requests.request(registerSensors, { items: [] }, { caller: user }));
    await refused(world.requests.request(settleSensorNews, told, { caller: user }));
  });
});

function thingOf(news: SensorNews): string {
  if (news.kind === 'job-changed') return news.job_id;
  return news.kind === 'operation-ended' ? news.operation_id : news.object_id;
}
