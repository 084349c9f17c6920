import { eventDurable, eventStream, GIVEN_UP_STREAM, GIVEN_UP_SUBJECTS } from '@callboard/contracts';
import type { Check } from './check';
import { CHECKS } from './checks';
import { doctor, EXIT } from './doctor';
import { findingsIn } from './examine';
import { PatientUnderTest } from './patient.builder';

jest.setTimeout(60_000);

let world: PatientUnderTest;
beforeAll(async () => {
  world = await PatientUnderTest.open();
  await world.jsm.streams.add({ name: GIVEN_UP_STREAM, subjects: [GIVEN_UP_SUBJECTS] });
});
afterAll(() => world?.close());

const texts = async (): Promise<string[]> =>
  (await findingsIn(world.patient)).map(({ check, text }) => `${check}: ${text}`);

/** Damages by SQL what is healthy, looks, and mends it again. */
async function damaged(sql: string): Promise<string[]> {
  const { admin } = world.patient;
  const names = CHECKS.filter(({ name }) => !['streams', 'durables', 'bells'].includes(name));
  await admin.query('begin');
  try {
    await admin.query(sql);
    const found: string[] = [];
    for (const { name, look } of names)
      found.push(...(await look(world.patient)).map((text) => `${name}: ${text}`));
    return found;
  } finally {
    await admin.query('rollback');
  }
}

const sameJob = `insert into jobs.claims (operation_id, job_id, site_id, attempt, lease_ms) values ('op9', 'held', 's', 2, 1)`;
const endedAgo = `ended_at = now() - interval '1 minute'`;

/** [what is damaged, what must be told; the others may follow from it] */
const DAMAGE: [string, string][] = [
  [`drop index jobs.claims_one_open; ${sameJob}`, 'one-open-claim: job held has 2 open claims: op1, op9'],
  [
    `delete from jobs.claims where operation_id = 'op1'`,
    'claimed-has-claim: job held is claimed, and no claim of its attempt 1 is open',
  ],
  [
    `update jobs.jobs set state = 'queued' where id = 'held'`,
    'open-claim-of-claimed: the claim op1 is open, and its job held is queued',
  ],
  [
    `delete from operations.operations where id = 'op1'`,
    'open-claim-has-operation: the claim op1 of job held is open, and its operation was never opened',
  ],
  [
    `update operations.operations set state = 'failed', ${endedAgo} where id = 'op1'`,
    'open-claim-has-operation: the operation op1 has failed, and its claim of job held is still open',
  ],
  [
    `update jobs.claims set state = 'ended', outcome = 'expired', ${endedAgo} where operation_id = 'op1'`,
    'open-operation-has-claim: the operation op1 is open, and its claim of job held has ended',
  ],
  [
    `update jobs.claims set outcome = 'failed' where operation_id = 'op3'`,
    'claim-outcome: the operation op3 has succeeded, and the claim of job over says failed',
  ],
  [
    `update jobs.jobs set attempt = 3 where id = 'over'`,
    'attempts: job over counts 3 attempts, and has 2 claims, the last one of attempt 2',
  ],
  [
    `update jobs.jobs set state = 'failed' where id = 'over'`,
    'job-state-in-history: job over is failed in attempt 2, and its history ends with succeeded in attempt 2',
  ],
  [
    `delete from jobs.job_history where job_id = 'over'`,
    'job-state-in-history: job over is succeeded, and has no history',
  ],
  [
    `delete from jobs.job_history where job_id = 'over' and to_state = 'claimed' and attempt = 1`,
    'job-moves: job over went from claimed to queued (row 5), and was queued before',
  ],
  [
    `insert into jobs.job_history (job_id, from_state, to_state, attempt, who, why) values ('over', 'succeeded', 'failed', 2, '', '');
     update jobs.jobs set state = 'failed' where id = 'over'`,
    'job-moves: job over went from succeeded to failed (row 8), which no job may',
  ],
  [
    `update jobs.job_history set attempt = 0 where job_id = 'over' and seq = 6`,
    'job-moves: job over went from queued to claimed (row 6), and its attempt fell from 1 to 0',
  ],
  [
    `delete from operations.operation_history where operation_id = 'op2' and to_state = 'released'`,
    'operation-state-in-history: the operation op2 is released, and its history ends with open',
  ],
  [
    `insert into operations.operation_history (operation_id, from_state, to_state, who, why) values ('op3', 'succeeded', 'expired', '', '')`,
    'operation-moves: the operation op3 went from succeeded to expired (row 7), which none may',
  ],
  [
    `update operations.operations set expire_time = '2026-01-02T03:04:05Z' where id = 'op1'`,
    'leases-over: the lease of operation op1 (s) was over at 2026-01-02T03:04:05.000Z, and it is still open: does the service operations run?',
  ],
  [
    `insert into jobs.jobs (id, workflow_id, workflow, config, object_id, size_bytes) values ('twin', 'w', '{}', '{}', 'o1', 1);
     insert into jobs.job_history (job_id, to_state, attempt, who, why) values ('twin', 'queued', 0, 'service:triggers', '')`,
    'one-triggered-job: triggers made 2 jobs of w for the object o1: held, twin',
  ],
  [
    `insert into triggers.firings (id, trigger_id, object_type_id, workflow_id, object_id, fired_at)
       values ('f9', 't', 'type', 'w', 'o9', now() - interval '2 minutes')`,
    'firing-has-job: t fired for the object o9 (firing f9), and there is no job of it',
  ],
  [
    `insert into sites.outbox (subject, payload, created_at, last_error) values ('s', '{}', '2026-01-02T03:04:05Z', 'too large')`,
    'outbox-sent: 1 events of sites wait to be sent, the oldest since 2026-01-02T03:04:05.000Z; NATS said: too large',
  ],
  [
    `insert into triggers.dead_letters (subject, reason, headers, body, deliveries) values ('evt.x', 'why', '{}', '', 1)`,
    'dead-letters: 1 events evt.x could not be handled by triggers, the last one: why',
  ],
  [
    `insert into triggers.sensors (site_id, name, hears) values ('lab', 'reads', '[]');
     insert into triggers.sensor_news (site_id, sensor, kind, thing, version, payload, bytes, state, ended_at, last_error)
       values ('lab', 'reads', 'object-tagged', 'o1', 2, '{}', 2, 'given-up', now(), 'no disk')`,
    'sensor-news: the sensor reads of the site lab gave up 1 news, the last one: no disk',
  ],
  [
    `select setval(pg_get_serial_sequence('jobs.job_history', 'seq'), 2)`,
    'sequences: the sequence jobs.job_history_seq_seq is at 2, and jobs.job_history.seq holds 7',
  ],
  [
    `update pg_index set indisvalid = false where indexrelid = 'jobs.claims_one_open'::regclass`,
    'indexes: the index jobs.claims_one_open is not whole: reindex index jobs.claims_one_open',
  ],
];

describe('the doctor', () => {
  it('finds nothing in a healthy system', async () => {
    expect(await texts()).toEqual([]);
    expect(await damaged('select 1')).toEqual([]);
  });

  it.each(DAMAGE)('tells of %s', async (sql, words) => {
    // setval is not undone by a rollback.
    try {
      expect(await damaged(sql)).toContain(words);
    } finally {
      await world.patient.admin.query(
        "select setval(pg_get_serial_sequence('jobs.job_history', 'seq'), (select max(seq) from jobs.job_history))",
      );
    }
  });

  it('tells twenty of a kind, and how many more there are', async () => {
    const found = await damaged(
      `insert into jobs.jobs (id, workflow_id, workflow, config, size_bytes) select 'j' || n, 'w', '{}', '{}', 1 from generate_series(1, 50) n`,
    );
    expect(found).toHaveLength(21);
    expect(found.at(-1)).toBe('job-state-in-history: and 30 more like these');
  });

  it('passes over history that was kept long enough', async () => {
    const sql = `delete from jobs.job_history where job_id = 'over';
      update jobs.jobs set updated_at = now() - interval '9 days' where id = 'over'`;
    const { admin } = world.patient;
    const check = CHECKS.find(({ name }) => name === 'job-state-in-history') as Check;
    await admin.query(`begin; ${sql}`);
    expect(await check.look({ ...world.patient, historyDays: 10 })).toHaveLength(1);
    expect(await check.look({ ...world.patient, historyDays: 8 })).toEqual([]);
    await admin.query('rollback');
  });
});

describe('the doctor, at the broker', () => {
  afterEach(() => world.heal());

  it('tells of a stream that is gone, or not the one that its relay remembers', async () => {
    await world.jsm.streams.delete(eventStream('jobs'));
    expect(await texts()).toEqual(['streams: there is no stream EVT_JOBS: does the service jobs run?']);
    await world.heal();
    await world.patient.admin.query(
      "update jobs.outbox_streams set last_seq = 7; update sites.outbox_streams set created = 'long ago', replay_before = now()",
    );
    expect(await texts()).toEqual([
      'streams: the stream EVT_JOBS ends at 0, and jobs had sent 7',
      'streams: the stream EVT_SITES is not the one that sites sent to',
      'streams: sites has not marked all that its stream EVT_SITES lost',
    ]);
  });

  it('tells of a stream that is full, and of who does not hear it', async () => {
    const stream = eventStream('objects');
    await world.jsm.streams.update(stream, { max_bytes: 1_000 });
    await world.patient.nats.jetstream().publish('evt.objects.things.v1', Buffer.alloc(900));
    await world.patient.admin.query('update objects.outbox_streams set last_seq = 1');
    await world.jsm.consumers.delete(stream, eventDurable('triggers', stream));
    expect(await texts()).toEqual([
      expect.stringMatching(/^streams: the stream EVT_OBJECTS holds 9\d\d of 1000 bytes/),
      'durables: triggers does not hear the stream EVT_OBJECTS: does it run?',
    ]);
  });

  it('tells of claimable jobs without a bell', async () => {
    const { admin, nats } = world.patient;
    await admin.query(
      `insert into jobs.jobs (id, workflow_id, workflow, config, size_bytes, available_at)
         values ('quiet', 'w', '{}', '{}', 1, now() - interval '1 minute');
       insert into jobs.job_history (job_id, to_state, attempt, who, why) values ('quiet', 'queued', 0, '', '')`,
    );
    expect(await texts()).toEqual(['bells: 1 jobs of w are claimable, and no bell tells of them']);
    await nats.jetstream().publish('work.w', 'quiet');
    expect(await texts()).toEqual([]);
    await world.loseBells();
    await admin.query(
      "delete from jobs.jobs where id = 'quiet'; delete from jobs.job_history where job_id = 'quiet'",
    );
  });
});

describe('the program doctor', () => {
  async function run(...args: string[]): Promise<{ code: number; printed: string; complained: string }> {
    const [printed, complained]: [string[], string[]] = [[], []];
    const code = await doctor({
      args,
      env: { INIT_CWD: __dirname },
      print: (line) => printed.push(line),
      complain: (line) => complained.push(line),
    });
    return { code, printed: printed.join('\n'), complained: complained.join('\n') };
  }
  const here = (): string[] => ['--database', world.urls.database, '--nats', world.urls.nats];

  it('says that all is well, or what is not', async () => {
    expect(await run(...here())).toEqual({
      code: EXIT.healthy,
      printed: 'Healthy: 23 checks found nothing.',
      complained: '',
    });
    const { admin } = world.patient;
    await admin.query("update jobs.jobs set attempt = 9 where id = 'over'");
    const ill = await run(...here());
    await admin.query("update jobs.jobs set attempt = 2 where id = 'over'");
    expect([ill.code, ill.complained]).toEqual([EXIT.findings, '']);
    expect(ill.printed).toMatch(/^attempts: job over counts 9 .*\njob-state-in-history: .*\n2 findings\.$/);
  });

  it('says of a schema that is older than its code only that', async () => {
    const { admin } = world.patient;
    await admin.query("update jobs.migrations set name = 'x' || name where name like 'Create%'");
    const old = await run(...here());
    await admin.query("update jobs.migrations set name = substr(name, 2) where name like 'x%'");
    expect(old.printed).toBe(
      'schema-versions: the schema jobs lacks CreateJobs1780272000000: npm run migrate\n1 findings.',
    );
  });

  it.each([
    [['--force'], EXIT.usage, /Unknown option '--force'/],
    [['--database', 'postgres://x'], EXIT.usage, /give both --database URL and --nats URL/],
    [
      ['--database', 'mysql://x', '--nats', 'nats://y'],
      EXIT.usage,
      /--database takes a URL such as postgres/,
    ],
    [['--history-days', 'soon'], EXIT.usage, /--history-days takes a whole number/],
    [['--data', 'nowhere'], EXIT.settings, /no stack runs on .*nowhere: start one with npm start/],
    [
      ['--database', 'postgres://127.0.0.1:1/x', '--nats', 'nats://y'],
      EXIT.findings,
      /ECONNREFUSED|does not answer/,
    ],
  ])('says what is wrong with %j', async (args, code, words) => {
    const told = await run(...args);
    expect(told.code).toBe(code);
    expect(told.complained).toMatch(words);
  });
});
