import { SERVICES } from '@callboard/contracts';
import type { Check } from './check';

const waiting = (service: string): Check => ({
  invariant: 'I5',
  broken: `events of ${service} are committed and were not sent`,
  sql: `select id as example from ${service}.outbox where sent_at is null`,
  atRest: true,
});

/** `poison`: ids of events that were made to fail. */
const buried = (service: string, poison: readonly string[]): Check => ({
  invariant: 'I5',
  broken: `events were given up by ${service}`,
  sql: `select concat(subject, ' ', event_id, ': ', reason) as example from ${service}.dead_letters
         where state = 'waiting'
           and (event_id is null or event_id not in (select jsonb_array_elements_text($1::jsonb)))`,
  given: poison,
});

/** I2: one triggered job for each workflow and object. I5: every committed event takes effect exactly once. */
export function eventChecks(poison: readonly string[]): readonly Check[] {
  return [...EFFECTS, ...SERVICES.map(waiting), ...SERVICES.map((service) => buried(service, poison))];
}

const TRIGGERED = `jobs.jobs j join jobs.job_history h on h.job_id = j.id and h.from_state is null
            and h.who = 'service:triggers'`;

const EFFECTS: readonly Check[] = [
  {
    invariant: 'I2',
    broken: 'pairs of workflow and object have more than one triggered job',
    sql: `select j.workflow_id || ' ' || j.object_id as example from ${TRIGGERED}
           group by j.workflow_id, j.object_id having count(*) > 1`,
  },
  {
    invariant: 'I5',
    broken: 'jobs were triggered without a firing',
    sql: `select j.id as example from ${TRIGGERED}
           where not exists (select from triggers.firings f
                              where f.workflow_id = j.workflow_id and f.object_id = j.object_id)`,
  },
  {
    invariant: 'I5',
    broken: 'objects bear other types than the triggers know of',
    sql: `select o.id as example from objects.objects o left join triggers.tagged_objects t on t.object_id = o.id
           where coalesce(t.types, '{}') <> o.types
             and not (coalesce(t.types, '{}') @> o.types and o.types @> coalesce(t.types, '{}'))`,
    atRest: true,
  },
  {
    invariant: 'I5',
    broken: 'objects have not fired a trigger of their type',
    sql: `select o.id || ' ' || t.id as example
            from objects.objects o join triggers.triggers t on t.object_type_id = any (o.types) and not t.paused
           where not exists (select from triggers.firings f where f.trigger_id = t.id and f.object_id = o.id)`,
    atRest: true,
  },
  {
    invariant: 'I5',
    broken: 'firings have no job',
    sql: `select f.workflow_id || ' ' || f.object_id as example from triggers.firings f
           where not exists (select from jobs.job_identities i join jobs.jobs j on j.id = i.job_id
                              where i.workflow_id = f.workflow_id and i.object_id = f.object_id)`,
    atRest: true,
  },
  {
    invariant: 'I5',
    broken: 'operations ended otherwise than their claims',
    sql: `select o.id || ' ' || o.state || ' ' || coalesce(c.outcome, c.state) as example
            from operations.operations o join jobs.claims c on c.operation_id = o.id
           where o.state <> coalesce(c.outcome, c.state)`,
    atRest: true,
  },
  {
    invariant: 'I5',
    broken: 'claims have no operation',
    sql: `select c.operation_id as example from jobs.claims c
           where not exists (select from operations.operations o where o.id = c.operation_id)`,
    atRest: true,
  },
  {
    invariant: 'I5',
    broken: 'ends of an operation moved their job more than once',
    sql: `select operation_id as example from jobs.job_history where from_state = 'claimed'
           group by operation_id having count(*) > 1`,
  },
];
