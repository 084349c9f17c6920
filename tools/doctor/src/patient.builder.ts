import {
  eventDurable,
  eventStream,
  HEARERS,
  SERVICES,
  type ServiceName,
  WORK_STREAM,
} from '@callboard/contracts';
import { silentLog } from '@callboard/kernel';
import { connectToNats, ensureEventStream, ensureWorkStream } from '@callboard/messaging';
import { testBroker, type TestBroker, testDatabase, type TestDatabase } from '@callboard/testing';
import { AckPolicy, type JetStreamManager } from 'nats';
import { Client } from 'pg';
import { SERVICE_MIGRATIONS } from '../../migrate/src/service-migrations';
import type { Patient } from './check';

/** A job that a trigger made, that a site holds, and one that has ended, as the services would have left them. */
const HEALTHY = `
insert into triggers.firings (id, trigger_id, object_type_id, workflow_id, object_id, fired_at)
select 'f' || n, 't', 'type', 'w', 'o' || n, now() - interval '1 hour' from generate_series(1, 2) n;
insert into jobs.workflows (id, registered) values ('w', true);
insert into jobs.jobs (id, workflow_id, workflow, config, state, attempt, object_id, size_bytes) values
  ('held', 'w', '{}', '{}', 'claimed', 1, 'o1', 4), ('over', 'w', '{}', '{}', 'succeeded', 2, 'o2', 4);
insert into jobs.job_identities values ('w', 'o1', 'held'), ('w', 'o2', 'over');
insert into jobs.claims (operation_id, job_id, site_id, attempt, lease_ms, state, outcome, ended_at, claimed_at)
select id, job_id, 's', attempt, 60000, state, outcome, at, now() - interval '1 hour' from (values
  ('op1', 'held', 1, 'open', null, null), ('op2', 'over', 1, 'ended', 'released', now()),
  ('op3', 'over', 2, 'ended', 'succeeded', now())) c (id, job_id, attempt, state, outcome, at);
insert into jobs.job_history (job_id, from_state, to_state, attempt, who, why) values
  ('held', null, 'queued', 0, 'service:triggers', ''), ('held', 'queued', 'claimed', 1, '', ''),
  ('over', null, 'queued', 0, 'service:triggers', ''), ('over', 'queued', 'claimed', 1, '', ''),
  ('over', 'claimed', 'queued', 1, '', ''), ('over', 'queued', 'claimed', 2, '', ''),
  ('over', 'claimed', 'succeeded', 2, '', '');
insert into operations.operations
  (id, job_id, site_id, attempt, state, lease_ms, expire_time, job, ended_at, created_at)
select id, job_id, 's', attempt, state, 60000, now() + interval '1 minute', '{}', at, now() - interval '1 hour' from (values
  ('op1', 'held', 1, 'open', null), ('op2', 'over', 1, 'released', now()), ('op3', 'over', 2, 'succeeded', now())
) o (id, job_id, attempt, state, at);
insert into operations.operation_history (operation_id, from_state, to_state, who, why) values
  ('op1', null, 'open', '', ''), ('op2', null, 'open', '', ''), ('op2', 'open', 'released', '', ''),
  ('op3', null, 'open', '', ''), ('op3', 'open', 'succeeded', '', ''), ('put', null, 'open', '', '');
insert into operations.operations (id, site_id, attempt, lease_ms, expire_time, promised, created_at) values
  ('put', 's', 1, 60000, now() + interval '1 minute', '{"object_id": "o"}', now() - interval '1 hour');
`;

/** Databases and a broker as a running system has them, with a few rows in good order. */
export class PatientUnderTest {
  private constructor(
    private readonly storage: TestDatabase,
    private readonly broker: TestBroker,
    readonly patient: Patient,
    readonly jsm: JetStreamManager,
    readonly urls: { database: string; nats: string },
  ) {}

  static async open(): Promise<PatientUnderTest> {
    const services = SERVICES.map((service) => ({ service, migrations: SERVICE_MIGRATIONS[service] }));
    const [storage, broker] = await Promise.all([testDatabase(services), testBroker()]);
    const admin = new Client({ connectionString: storage.adminUrl });
    await admin.connect();
    const nats = await connectToNats({ ...broker.service, name: 'test', log: silentLog });
    const jsm = await nats.jetstreamManager({ checkAPI: false });
    const url = new URL(broker.url);
    [url.username, url.password] = [broker.service.user, broker.service.password];
    const made = new PatientUnderTest(storage, broker, { admin, nats }, jsm, {
      database: storage.adminUrl,
      nats: url.href,
    });
    await made.patient.admin.query(HEALTHY);
    await made.heal();
    return made;
  }

  /** Streams, durables and what relays remember, as they should be. */
  async heal(): Promise<void> {
    await ensureWorkStream(this.jsm);
    for (const service of SERVICES) await this.healStream(service);
    const { admin } = this.patient;
    for (const service of SERVICES) await admin.query(`delete from ${service}.outbox_streams`);
    for (const service of SERVICES) {
      const { created, state } = await ensureEventStream(this.jsm, service);
      const values = [eventStream(service), created, state.last_seq];
      await admin.query(`insert into ${service}.outbox_streams values ($1, $2, $3)`, values);
    }
  }

  async loseBells(): Promise<void> {
    await this.jsm.streams.purge(WORK_STREAM);
  }

  async close(): Promise<void> {
    await this.patient.admin.end();
    await this.patient.nats.close();
    await Promise.all([this.broker.stop(), this.storage.drop()]);
  }

  private async healStream(service: ServiceName): Promise<void> {
    await ensureEventStream(this.jsm, service);
    for (const hearer of HEARERS[service] ?? []) {
      const durable_name = eventDurable(hearer, eventStream(service));
      await this.jsm.consumers.add(eventStream(service), { durable_name, ack_policy: AckPolicy.Explicit });
    }
  }
}
