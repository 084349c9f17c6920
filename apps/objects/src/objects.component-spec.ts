import { randomBytes, randomUUID } from 'node:crypto';
import {
  appendContent,
  createObjectType,
  getObjects,
  listObjects,
  listObjectTypes,
  objectsChanged,
  readContent,
  registerObjects,
  siteRequestSubject,
  type StoredObject,
  tagObjects,
} from '@callboard/contracts';
import { newTraceparent, RequestClient, runInTrace } from '@callboard/messaging';
import { type LoggedInSite, ServiceWorld } from '@callboard/service-testing';
import { eventually } from '@callboard/testing';
import { type NatsConnection } from 'nats';
import type { z } from 'zod';
import { ObjectsModule } from './objects.module';
import { migrations } from './persistence/migrations';
import { ADMIN, ALPHA, described, sha256, site } from './persistence/objects.builder';

type Item = z.infer<typeof objectsChanged.payload>['items'][number];

describe('the service objects', () => {
  let world: ServiceWorld;
  let nats: NatsConnection;
  let requests: RequestClient;
  let alpha: LoggedInSite;
  const told: Item[] = [];

  beforeAll(async () => {
    world = await ServiceWorld.open({ service: 'objects', migrations, sites: ['alpha'] });
    ({ nats, requests } = world);
    nats.subscribe(objectsChanged.subject, {
      callback: (_, message) => told.push(...objectsChanged.payload.parse(message.json()).items),
    });
    alpha = await world.logIn('alpha');
    await world.start(ObjectsModule, 2);
  });

  afterAll(() => world.close());

  async function register(object = described()): Promise<StoredObject> {
    const { items } = await requests.request(registerObjects, { items: [{ object }] }, { caller: ALPHA });
    const [reply] = items;
    if (!reply?.ok) throw new Error(`not registered: ${JSON.stringify(reply)}`);
    return reply.item;
  }

  const tag = (id: string, types: string[], caller = ALPHA) =>
    requests.request(tagObjects, { items: [{ object_id: id, types }] }, { caller });
  const read = async (id: string) => (await requests.request(getObjects, { ids: [id] })).items[0];
  /** What is told of the types of an object. */
  const toldOf = (id: string): Item[] =>
    told.filter((item) => item.id === id && !item.registered).sort((a, b) => a.version - b.version);

  it('has the registry of contract 4, once, though two processes seeded it', async () => {
    const { object_types: types } = await requests.request(listObjectTypes, {});
    expect(types).toHaveLength(35);
    expect(types[0]).toEqual({
      id: 'read_qc_analysis_activity_set',
      created_at: '2021-09-14T00:00:00.000Z',
      name: 'metaP analysis activity',
      description: null,
    });
  });

  it('registers types for admins of the runtime, each once, and they are good for tagging at once', async () => {
    const type = { id: 'new: type*>', name: 'New' };
    await expect(requests.request(createObjectType, type, { caller: ALPHA })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const { id } = await register();
    expect((await tag(id, [type.id])).items).toMatchObject([
      { ok: false, error: { code: 'unknown-object-type' } },
    ]);
    const made = await requests.request(createObjectType, type, { caller: ADMIN });
    expect(made).toMatchObject({ ...type, description: null });
    await expect(requests.request(createObjectType, type, { caller: ADMIN })).rejects.toMatchObject({
      code: 'already-exists',
    });
    expect((await tag(id, [type.id])).items).toMatchObject([{ ok: true, item: { types: [type.id] } }]);
  });

  it('tells of each object that is registered, once', async () => {
    const items = [{ object: described({ name: 'a.fastq' }), registration_key: 'told-once' }];
    const replies = [1, 2].map(() => requests.request(registerObjects, { items }, { caller: ALPHA }));
    const [reply] = (await Promise.all(replies)).map(({ items: [first] }) => first);
    const id = reply?.ok ? reply.item.id : '';
    const { id: later } = await register();
    await eventually('a later one is told', () => told.some((item) => item.id === later));
    const nothing = { types: [], added_types: [], removed_types: [] };
    const about = { site_id: 'alpha', name: 'a.fastq', registered: true };
    expect(told.filter((item) => item.id === id)).toEqual([{ id, version: 1, ...nothing, ...about }]);
  });

  it('tells once what an object gained and lost, in the trace of the request', async () => {
    const { id } = await register();
    const traceparent = newTraceparent();
    await runInTrace(traceparent, () => tag(id, ['sequence-reads', 'test']));
    for (let n = 0; n < 5; n += 1) await tag(id, ['sequence-reads', 'test']);
    await tag(id, ['test']);
    await eventually('the second event', () => toldOf(id).length >= 2);
    expect(toldOf(id)).toEqual([
      {
        id,
        version: 2,
        types: ['sequence-reads', 'test'],
        added_types: ['sequence-reads', 'test'],
        removed_types: [],
        site_id: 'alpha',
        traceparent,
      },
      {
        id,
        version: 3,
        types: ['test'],
        added_types: [],
        removed_types: ['sequence-reads'],
        site_id: 'alpha',
        traceparent: expect.any(String) as string,
      },
    ]);
  });

  it('lists objects page by page, each once, in the order of their ids', async () => {
    const made = await Promise.all(Array.from({ length: 7 }, () => register()));
    const seen: string[] = [];
    for (let more = true; more;) {
      const after = seen.at(-1);
      const page = await requests.request(listObjects, { limit: 3, ...(after && { after }) });
      expect(page.objects.length).toBeLessThanOrEqual(3);
      seen.push(...page.objects.map(({ id }) => id));
      more = page.more;
    }
    expect(seen).toEqual([...new Set(seen)].sort());
    expect(seen).toEqual(expect.arrayContaining(made.map(({ id }) => id)));
  });

  it('lets nobody else tag, and nobody but sites register', async () => {
    const { id } = await register();
    const forbidden = [{ ok: false, error: { code: 'forbidden' } }];
    expect((await tag(id, ['test'], site('beta'))).items).toMatchObject(forbidden);
    expect((await tag(id, ['test'], { kind: 'anonymous' })).items).toMatchObject(forbidden);
    expect((await tag(id, ['test'], ADMIN)).items).toMatchObject([{ ok: true }]);
    const item = { object: described() };
    await expect(
      requests.request(registerObjects, { items: [item] }, { caller: ADMIN }),
    ).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('names the object that has a checksum already', async () => {
    const object = described();
    const first = await register(object);
    const again = await requests.request(registerObjects, { items: [{ object }] }, { caller: site('beta') });
    expect(again.items).toMatchObject([
      { ok: false, error: { code: 'object-exists', details: { object_id: first.id } } },
    ]);
    expect(again.items[0]).toHaveProperty('error.message', expect.stringContaining(first.id));
  });

  it('keeps bytes of a site, over its own door, and gives them to anybody', async () => {
    const bytes = randomBytes(1_500_000);
    const parts = [bytes.subarray(0, 1_048_576), bytes.subarray(1_048_576)];
    const uploadId = randomUUID();
    for (const [n, part] of [...parts.entries(), ...parts.entries()]) {
      await alpha.client.request(appendContent, { upload_id: uploadId, n, bytes: part.toString('base64') });
    }
    const object = described({
      size: bytes.length,
      checksums: [{ type: 'sha256', checksum: sha256(bytes) }],
    });
    const item = { object, upload_id: uploadId, registration_key: 'op/report' };
    const first = await alpha.client.request(registerObjects, { items: [item] });
    const again = await alpha.client.request(registerObjects, { items: [item] });
    expect(first.items).toMatchObject([{ ok: true, item: { stored: true, manager: 'alpha' } }]);
    expect(again).toEqual(first);
    const [reply] = first.items;
    const id = reply?.ok ? reply.item.id : '';
    const chunks = await Promise.all([0, 1].map((n) => requests.request(readContent, { object_id: id, n })));
    expect(chunks.map(({ last, size, mime_type, name }) => [last, size, mime_type, name])).toEqual([
      [false, bytes.length, 'application/octet-stream', id],
      [true, bytes.length, 'application/octet-stream', id],
    ]);
    expect(Buffer.concat(chunks.map((chunk) => Buffer.from(chunk.bytes, 'base64'))).equals(bytes)).toBe(true);
    await expect(requests.request(readContent, { object_id: id, n: 2 })).rejects.toMatchObject({
      code: 'not-found',
    });
    const wrong = { ...object, checksums: [{ type: 'sha256', checksum: sha256(Buffer.from('x')) }] };
    const other = randomUUID();
    await alpha.client.request(appendContent, {
      upload_id: other,
      n: 0,
      bytes: parts[0]?.toString('base64') ?? '',
    });
    const refused = await alpha.client.request(registerObjects, {
      items: [{ object: { ...wrong, size: 1_048_576 }, upload_id: other }],
    });
    expect(refused.items).toMatchObject([{ ok: false, error: { code: 'checksum-mismatch' } }]);
  });

  it('takes no more over the door of sites than a reply to them holds, though services may send more', async () => {
    const object = described({ description: 'x'.repeat(7_400_000) });
    const overTheirDoor = alpha.client.request(registerObjects, { items: [{ object }] });
    await expect(overTheirDoor).rejects.toMatchObject({ code: 'too-large' });
    expect((await register(object)).document.description).toHaveLength(7_400_000);
  });

  it('holds one unbroken history through a thousand taggings at once', async () => {
    const { id } = await register();
    const lists = [['test'], ['sequence-reads'], ['test', 'metadata-in'], []];
    let left = 1000;
    // As many at once as one process takes before it says "overloaded".
    const client = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        expect((await tag(id, lists[left % lists.length] ?? [])).items).toMatchObject([{ ok: true }]);
      }
    };
    await Promise.all(Array.from({ length: 250 }, client));
    const reply = await read(id);
    const object = reply?.ok ? reply.item : undefined;
    await eventually('the event of the last version', () =>
      toldOf(id).some(({ version }) => version === object?.version),
    );
    await eventually('no event missing', () => toldOf(id).length === (object?.version ?? 0) - 1);
    const events = toldOf(id);
    expect(events.map(({ version }) => version)).toEqual(events.map((_, at) => at + 2));
    expect(object?.types).toEqual(events.at(-1)?.types);
    let types: string[] = [];
    for (const { added_types: added, removed_types: removed, types: now } of events) {
      types = [...types.filter((type) => !removed.includes(type)), ...added];
      expect([...types].sort()).toEqual([...now].sort());
    }
  });

  it('refuses what is no request, and goes on', async () => {
    const item = JSON.stringify({ object: described() });
    const garbage = [
      '',
      'no JSON',
      '{"items":[]}',
      '{"items":[{"object":{"size":"12","checksums":[]}}]}',
      `{"items":[${item.replace('"access_methods":[]', '"access_methods":null')}]}`,
      `{"items":[${item.replace('"size":36', '"size":1e400')}]}`,
      `{"items":[${item.replace('"size":36', '"size":36,"description":"\\u0000"')}]}`,
      `{"items":[${item.replace('"size":36', '"size":36,"name":"a/b"')}]}`,
    ];
    for (const text of garbage) {
      const reply = await nats.request(registerObjects.subject, text, { timeout: 5000 });
      expect(reply.json()).toMatchObject({ ok: false, error: { code: 'invalid-input' } });
    }
    const chunk = { upload_id: 'u p', n: -1, bytes: '*' };
    await expect(requests.request(appendContent, chunk, { caller: ALPHA })).rejects.toMatchObject({
      code: 'invalid-input',
    });
    const noToken = await alpha.connection.request(siteRequestSubject('alpha', appendContent.verb), '{}');
    expect(noToken.json()).toMatchObject({ ok: false, error: { code: 'unauthenticated' } });
    expect(await read('unknown')).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect((await register()).version).toBe(1);
  });

  it('keeps what was acknowledged, and tells what was not told yet, after a restart', async () => {
    const { id } = await register();
    await world.broker.kill();
    await world.broker.restart();
    const tagged = await eventually('an answer after the broker came back', () => tag(id, ['test']));
    expect(tagged.items).toMatchObject([{ ok: true, item: { version: 2 } }]);
    await world.stop();
    await world.start(ObjectsModule, 2);
    expect(await read(id)).toMatchObject({ ok: true, item: { id, types: ['test'] } });
    const jetstream = nats.jetstream();
    await eventually('the event in the stream', async () => {
      const message = await jetstream.streams
        .get(objectsChanged.stream)
        .then((stream) => stream.getMessage({ last_by_subj: objectsChanged.subject }));
      return objectsChanged.payload.parse(message.json()).items.some((item) => item.id === id);
    });
    expect((await requests.request(listObjectTypes, {})).object_types).toHaveLength(36);
  });
});
