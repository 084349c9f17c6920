import { randomUUID } from 'node:crypto';
import {
  type Caller,
  changeTrigger,
  createTrigger,
  deleteTrigger,
  listTriggers,
  objectsChanged,
  requestSubject,
  triggersFired,
} from '@callboard/contracts';
import { newTraceparent, RequestClient } from '@callboard/messaging';
import { Database } from '@callboard/persistence';
import { startService } from '@callboard/service-kit';
import { ServiceWorld } from '@callboard/service-testing';
import { eventually } from '@callboard/testing';
import type { NatsConnection } from 'nats';
import type { z } from 'zod';
import { migrations } from './persistence/migrations';
import { TriggersModule } from './triggers.module';

const ADMIN: Caller = { kind: 'user', username: 'admin', administers: ['nmdc-runtime'] };
const TYPE = 'sequence-reads';
const WORKFLOW = 'sequence-summary-1.0.0';

type Firing = z.infer<typeof triggersFired.payload>['items'][number];

describe('the service triggers', () => {
  let world: ServiceWorld;
  let nats: NatsConnection;
  let requests: RequestClient;
  let sql: Database;
  const heard: Firing[] = [];

  beforeAll(async () => {
    world = await ServiceWorld.open({ service: 'triggers', migrations });
    ({ nats, requests, sql } = world);
    nats.subscribe(triggersFired.subject, {
      callback: (_error, message) => heard.push(...triggersFired.payload.parse(message.json()).items),
    });
    await world.start(TriggersModule, 2);
    await eventually('triggers answers', () => triggers());
  }, 60_000);

  afterAll(() => world.close());

  const triggers = async () => (await requests.request(listTriggers, {})).triggers;

  /** Tells that an object bears types, as `objects` does. */
  async function tell(
    id: string,
    version: number,
    types: string[],
    eventId = randomUUID(),
    time = new Date(),
  ): Promise<void> {
    const payload = {
      items: [{ id, version, types, added_types: types, removed_types: [], traceparent: newTraceparent() }],
    };
    await world.tell(objectsChanged, payload, { id: eventId, time });
  }

  /** Resolves when the service has handled everything that was told before: the last of it has fired. */
  async function settled(): Promise<void> {
    const id = randomUUID();
    await tell(id, 1, [TYPE]);
    await eventually('a later object fires', () => heard.some((firing) => firing.object_id === id));
    await eventually('no event is waiting', async () => {
      const jsm = await nats.jetstreamManager();
      for await (const info of jsm.consumers.list(objectsChanged.stream))
        if (info.num_pending + info.num_ack_pending > 0) return false;
      return true;
    });
  }

  const firingsOf = (id: string): Firing[] => heard.filter((firing) => firing.object_id === id);

  it('has the registry of contract 4, once, though two processes seeded it', async () => {
    const all = await triggers();
    expect(all).toHaveLength(15);
    expect(all[0]).toEqual({
      id: 'metadata-in--metadata-in-1.0.0',
      object_type_id: 'metadata-in',
      workflow_id: 'metadata-in-1.0.0',
      created_at: '2021-06-01T00:00:00.000Z',
      paused: false,
    });
  });

  it('fires once for an object, however often and in whatever order it is told', async () => {
    const id = randomUUID();
    const repeated = randomUUID();
    for (let at = 0; at < 5; at += 1) await tell(id, 2, [TYPE], at % 2 ? randomUUID() : repeated);
    await tell(id, 1, []);
    await tell(id, 3, [TYPE, TYPE]);
    await settled();
    expect(firingsOf(id)).toEqual([
      expect.objectContaining({
        trigger_id: `${TYPE}--${WORKFLOW}`,
        object_type_id: TYPE,
        workflow_id: WORKFLOW,
        traceparent: expect.any(String),
      }),
    ]);
  });

  it('fires each trigger of a type, and those of several types', async () => {
    const id = randomUUID();
    await tell(id, 1, ['read_qc_analysis_activity_set', 'metadata-in', 'test', 'nobody-knows']);
    await settled();
    expect(
      firingsOf(id)
        .map((firing) => firing.workflow_id)
        .sort(),
    ).toEqual(['metadata-in-1.0.0', 'mgasm-1.0.3', 'mgrba-1.0.2', 'test']);
  });

  it('fires for what was untagged before it was heard of, unless the trigger was not on then', async () => {
    const [id, earlier] = [randomUUID(), randomUUID()];
    const known = async () =>
      (await sql.query('select from tagged_objects where object_id = any ($1)', [[id, earlier]])).length ===
      2;
    await tell(id, 2, []);
    await tell(earlier, 2, []);
    await eventually('the later news is known', known);
    await tell(earlier, 1, [TYPE], randomUUID(), new Date('2020-01-01'));
    await tell(id, 1, [TYPE]);
    await settled();
    expect([firingsOf(id).length, firingsOf(earlier).length]).toEqual([1, 0]);
  });

  it('registers a trigger for admins of the runtime only, and each once', async () => {
    const input = { object_type_id: 'a', workflow_id: 'b' };
    await expect(requests.request(createTrigger, input)).rejects.toMatchObject({ code: 'forbidden' });
    const other: Caller = { kind: 'user', username: 'u', administers: ['elsewhere'] };
    await expect(requests.request(createTrigger, input, { caller: other })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const made = await requests.request(createTrigger, input, { caller: ADMIN });
    expect(made).toMatchObject({ id: 'a--b', ...input });
    await expect(requests.request(createTrigger, input, { caller: ADMIN })).rejects.toMatchObject({
      code: 'already-exists',
    });
    expect((await triggers()).at(-1)).toEqual(made);
  });

  it('fires a new trigger for every object that bore the type before, over several pages', async () => {
    const ids = Array.from({ length: 1203 }, () => randomUUID());
    await sql.query(
      `insert into tagged_objects select id, array['old-type'], 1 from unnest($1::text[]) as id`,
      [ids],
    );
    await requests.request(
      createTrigger,
      { object_type_id: 'old-type', workflow_id: 'w' },
      { caller: ADMIN },
    );
    await eventually(
      'all have fired',
      () => heard.filter((firing) => firing.trigger_id === 'old-type--w').length >= ids.length,
    );
    const fired = heard
      .filter((firing) => firing.trigger_id === 'old-type--w')
      .map((firing) => firing.object_id);
    expect(fired.sort()).toEqual([...ids].sort());
    expect(await sql.query('select * from backfills')).toEqual([]);
  });

  it('misses no object when a trigger is registered while objects are tagged', async () => {
    const ids = Array.from({ length: 300 }, () => randomUUID());
    const telling = Promise.all(ids.map((id) => tell(id, 1, ['busy-type'])));
    await requests.request(
      createTrigger,
      { object_type_id: 'busy-type', workflow_id: 'w' },
      { caller: ADMIN },
    );
    await telling;
    await settled();
    await eventually(
      'all have fired',
      () => heard.filter((firing) => firing.trigger_id === 'busy-type--w').length >= ids.length,
    );
    const fired = heard
      .filter((firing) => firing.trigger_id === 'busy-type--w')
      .map((firing) => firing.object_id);
    expect(fired.sort()).toEqual([...ids].sort());
  });

  it('goes on with a backfill that another process left unfinished', async () => {
    const ids = ['left-1', 'left-2', 'left-3'];
    await sql.query(
      `insert into tagged_objects select id, array['left-type'], 1 from unnest($1::text[]) as id`,
      [ids],
    );
    await sql.query(
      `insert into triggers (id, object_type_id, workflow_id) values ('left-type--w', 'left-type', 'w')`,
    );
    await sql.query(`insert into backfills (trigger_id, after_object_id) values ('left-type--w', 'left-1')`);
    await eventually(
      'the rest has fired',
      () => firingsOf('left-2').length + firingsOf('left-3').length === 2,
    );
    expect(firingsOf('left-1')).toEqual([]);
  });

  const register = (type: string) =>
    requests.request(createTrigger, { object_type_id: type, workflow_id: 'w' }, { caller: ADMIN });
  const pause = (id: string, paused: boolean) =>
    requests.request(changeTrigger, { id, paused }, { caller: ADMIN });

  it('does not fire while paused, and makes up for it when it goes on', async () => {
    const { id } = await register('paused-type');
    const [before, meanwhile, untagged] = [randomUUID(), randomUUID(), randomUUID()];
    await tell(before, 1, ['paused-type']);
    await eventually('it fires', () => firingsOf(before).length === 1);
    expect(await pause(id, true)).toMatchObject({ id, paused: true });
    expect((await triggers()).find((trigger) => trigger.id === id)?.paused).toBe(true);
    await tell(meanwhile, 1, ['paused-type']);
    await tell(untagged, 1, ['paused-type']);
    await tell(untagged, 2, []);
    await settled();
    expect(firingsOf(meanwhile)).toEqual([]);
    expect(await pause(id, false)).toMatchObject({ id, paused: false });
    await eventually('it fires for what was tagged meanwhile', () => firingsOf(meanwhile).length === 1);
    await eventually('the backfill is done', async () => {
      return (await sql.query('select from backfills')).length === 0;
    });
    expect([firingsOf(before).length, firingsOf(untagged).length]).toEqual([1, 0]);
  });

  it('fires once for each object that is tagged while it is paused and goes on, again and again', async () => {
    const { id } = await register('toggled-type');
    const ids = Array.from({ length: 300 }, () => randomUUID());
    const telling = Promise.all(ids.map((object) => tell(object, 1, ['toggled-type'])));
    for (let at = 0; at < 20; at += 1) await pause(id, at % 2 === 0);
    await telling;
    await settled();
    const fired = () => heard.filter((firing) => firing.trigger_id === id).map((firing) => firing.object_id);
    await eventually('all have fired', () => new Set(fired()).size >= ids.length);
    expect(fired().sort()).toEqual([...ids].sort());
  });

  it('lets a backfill wait while its trigger is paused, and begins it anew', async () => {
    await sql.query(
      `insert into tagged_objects values ('w-1', array['wait-type'], 1), ('w-2', array['wait-type'], 1)`,
    );
    await sql.transaction(async (tx) => {
      await tx.query(
        `insert into triggers (id, object_type_id, workflow_id, paused) values ('wait-type--w', 'wait-type', 'w', true)`,
      );
      await tx.query(`insert into backfills (trigger_id, after_object_id) values ('wait-type--w', 'w-1')`);
    });
    await register('other-type');
    await eventually('only the backfill of the paused one is left', async () => {
      return (await sql.query('select from backfills')).length === 1;
    });
    expect(firingsOf('w-2')).toEqual([]);
    await pause('wait-type--w', false);
    await eventually('all have fired', () => firingsOf('w-1').length + firingsOf('w-2').length === 2);
  });

  it('no longer fires once deleted, and fires for no object twice when it is registered again', async () => {
    const { id } = await register('gone-type');
    const [before, after] = [randomUUID(), randomUUID()];
    await tell(before, 1, ['gone-type']);
    await eventually('it fires', () => firingsOf(before).length === 1);
    await requests.request(deleteTrigger, { id }, { caller: ADMIN });
    expect((await triggers()).map((trigger) => trigger.id)).not.toContain(id);
    await tell(after, 1, ['gone-type']);
    await settled();
    expect(firingsOf(after)).toEqual([]);
    await register('gone-type');
    await eventually('it fires for what it missed', () => firingsOf(after).length === 1);
    expect(firingsOf(before)).toHaveLength(1);
  });

  it('does not bring back what was deleted, nor undo what was edited, when a process starts (contract 3.1)', async () => {
    await requests.request(deleteTrigger, { id: 'test--test' }, { caller: ADMIN });
    await pause('nom-input--nom-1.0.0', true);
    const started = await startService(TriggersModule);
    await started.stop();
    const all = await triggers();
    expect(all.map((trigger) => trigger.id)).not.toContain('test--test');
    expect(all.find((trigger) => trigger.id === 'nom-input--nom-1.0.0')?.paused).toBe(true);
  });

  it('is changed and deleted by admins of the runtime only, and only if it is there', async () => {
    const other: Caller = { kind: 'site', siteId: 'nmdc-runtime', clientId: 'c' };
    const asked = { id: 'metadata-in--metadata-in-1.0.0', paused: true };
    const refusal = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code });
    await refusal(requests.request(changeTrigger, asked, { caller: other }), 'forbidden');
    await refusal(requests.request(deleteTrigger, asked, { caller: other }), 'forbidden');
    await refusal(pause('none', true), 'not-found');
    await refusal(requests.request(deleteTrigger, { id: 'none' }, { caller: ADMIN }), 'not-found');
  });

  it('refuses malformed requests, and keeps malformed events as dead letters while it goes on', async () => {
    nats.publish(requestSubject('triggers', 'create-trigger'), 'not json');
    await expect(
      requests.request(createTrigger, { object_type_id: '', workflow_id: 'w' }, { caller: ADMIN }),
    ).rejects.toMatchObject({ code: 'invalid-input' });
    await nats.jetstream().publish(objectsChanged.subject, 'not json');
    await nats.jetstream().publish(objectsChanged.subject, JSON.stringify({ items: [{ id: 1 }] }));
    await settled();
    const letters = await sql.query<{ reason: string }>('select reason from dead_letters');
    expect(letters).toHaveLength(2);
  });
});
