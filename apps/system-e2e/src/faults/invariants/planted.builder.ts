import { SERVICES } from '@callboard/contracts';

/** A small world in which all is well: one object, one firing, one job, one claim that succeeded. */
export const WHOLE = `
insert into objects.objects (id, document, document_bytes, manager, types, stored) values ('o1', '{}', 2, 's', '{t}', false);
insert into triggers.triggers (id, object_type_id, workflow_id) values ('t--w', 't', 'w');
insert into triggers.tagged_objects (object_id, types, version) values ('o1', '{t}', 1);
insert into triggers.firings (trigger_id, object_type_id, workflow_id, object_id) values ('t--w', 't', 'w', 'o1');
insert into jobs.workflows (id, registered) values ('w', true);
insert into jobs.jobs (id, workflow_id, workflow, config, state, attempt, version, object_id, size_bytes)
values ('j1', 'w', '{}', '{}', 'succeeded', 1, 3, 'o1', 1);
insert into jobs.job_identities (workflow_id, object_id, job_id) values ('w', 'o1', 'j1');
insert into jobs.claims (operation_id, job_id, site_id, attempt, lease_ms, state, outcome, ended_at)
values ('op1', 'j1', 's', 1, 1000, 'ended', 'succeeded', now());
insert into jobs.job_history (job_id, from_state, to_state, attempt, operation_id, who, why)
values ('j1', null, 'queued', 0, null, 'service:triggers', 'trigger fired'),
       ('j1', 'queued', 'claimed', 1, 'op1', 'site:s', 'claimed'),
       ('j1', 'claimed', 'succeeded', 1, 'op1', 'site:s', 'settled');
insert into operations.operations (id, job_id, site_id, attempt, state, lease_ms, expire_time, job, version, ended_at)
values ('op1', 'j1', 's', 1, 'succeeded', 1000, now(), '{}', 2, now());
insert into operations.operation_history (operation_id, from_state, to_state, who, why)
values ('op1', null, 'open', 'service:jobs', 'claimed'), ('op1', 'open', 'succeeded', 'site:s', 'settled');`;

const jobOf = (id: string, object: string): string => `
insert into jobs.jobs (id, workflow_id, workflow, config, object_id, size_bytes) values ('${id}', 'w', '{}', '{}', '${object}', 1);
insert into jobs.job_history (job_id, to_state, attempt, who, why)
values ('${id}', 'queued', 0, 'service:triggers', 'trigger fired');`;

const jobMoves = (from: string, to: string, who = 'site:s'): string => `
insert into jobs.job_history (job_id, from_state, to_state, attempt, operation_id, who, why)
values ('j1', '${from}', '${to}', 1, 'op1', '${who}', 'planted');`;

const operationMoves = (from: string, to: string, who = 'site:s'): string => `
insert into operations.operation_history (operation_id, from_state, to_state, who, why)
values ('op1', '${from}', '${to}', '${who}', 'planted');`;

const openOperation = (id: string): string => `
insert into operations.operations (id, job_id, site_id, attempt, lease_ms, expire_time, job)
values ('${id}', 'j1', 's', 2, 1000, now(), '{}');`;

const openClaim = (id: string, attempt: number): string => `
insert into jobs.claims (operation_id, job_id, site_id, attempt, lease_ms, claimed_at)
values ('${id}', 'j1', 's', ${attempt}, 1000, now() + interval '1 hour');`;

const ofEachService = (what: (service: string) => [string, string]): Record<string, string> =>
  Object.fromEntries(SERVICES.map(what));

/** What breaks each check, by its words. Constraints that would keep it from happening are taken away first. */
export const PLANTED: Record<string, string> = {
  'jobs have more than one live claim': `drop index jobs.claims_one_open; ${openClaim('op2', 2)} ${openClaim('op3', 3)}`,
  'jobs have more than one live operation': `${openOperation('op2')} ${openOperation('op3')}`,
  'jobs are claimed without a live claim, or have one without being claimed': `update jobs.jobs set state = 'claimed'`,
  'claims have no higher attempt than the claim before': openClaim('op2', 0),
  'jobs do not count as many attempts as their last claim': 'update jobs.jobs set attempt = 2',
  'operations belong to another site, job or attempt than their claim': `update operations.operations set site_id = 'x'`,
  'changes of an operation were made by a site that does not hold it': operationMoves(
    'open',
    'failed',
    'site:x',
  ),
  'changes of a claimed job were made by a site that does not hold the claim': jobMoves(
    'claimed',
    'failed',
    'site:x',
  ),
  'jobs moved on after their end': jobMoves('succeeded', 'queued'),
  'jobs have a history that does not lead from state to state': jobMoves('queued', 'cancelled'),
  'jobs are in a state that their history does not tell': `update jobs.jobs set state = 'failed'`,
  'jobs changed more or less often than their history tells': 'update jobs.jobs set version = 4',
  'operations moved on after their end': operationMoves('succeeded', 'failed'),
  'operations have a history that does not lead from state to state': operationMoves('open', 'failed'),
  'operations are in a state that their history does not tell': `update operations.operations set state = 'failed'`,
  'operations changed more or less often than their history tells':
    'update operations.operations set version = 1',
  'pairs of workflow and object have more than one triggered job': jobOf('j2', 'o1'),
  'jobs were triggered without a firing': jobOf('j2', 'o2'),
  'objects bear other types than the triggers know of': `update objects.objects set types = '{u}'`,
  'objects have not fired a trigger of their type': 'delete from triggers.firings',
  'firings have no job': 'delete from jobs.job_identities',
  'operations ended otherwise than their claims': `update jobs.claims set outcome = 'failed'`,
  'claims have no operation': 'delete from operations.operations',
  'ends of an operation moved their job more than once': jobMoves('claimed', 'failed'),
  'objects lack types with which they were acknowledged': `update objects.objects set types = '{}'`,
  'jobs that were acknowledged are not there': 'delete from jobs.jobs',
  'claims that were acknowledged are not there': 'delete from jobs.claims',
  'operations did not end as was acknowledged': `update operations.operations set state = 'failed'`,
  'jobs are not done though sites run their workflow': `update jobs.jobs set state = 'queued', workflow_id = 'fault-a'`,
  ...ofEachService((service) => [
    `events of ${service} are committed and were not sent`,
    `insert into ${service}.outbox (subject, payload) values ('s', '{}')`,
  ]),
  ...ofEachService((service) => [
    `events were given up by ${service}`,
    `insert into ${service}.dead_letters (subject, event_id, reason, headers, body, deliveries)
     values ('s', 'poisoned', 'why', '{}', '', 1), ('s', 'sound', 'why', '{}', '', 1)`,
  ]),
};
