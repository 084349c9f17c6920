import { SERVICES } from '@callboard/contracts';
import { sqlCheck } from '../check';

interface Row {
  service: string;
  events: number;
  oldest: Date;
  last_error: string | null;
}

/** The relay looks each second; what NATS refused is tried again after a minute at most. */
const OF_SERVICE = SERVICES.map(
  (service) => `
    select '${service}' as service, count(*)::int as events, min(created_at) as oldest, max(last_error) as last_error
      from ${service}.outbox where sent_at is null and created_at < now() - interval '1 minute'
    having count(*) > 0`,
);

export const outboxSent = sqlCheck<Row>({
  name: 'outbox-sent',
  holds: 'an event is sent within a minute',
  sql: OF_SERVICE.join(' union all '),
  words: ({ service, events, oldest, last_error }) =>
    `${events} events of ${service} wait to be sent, the oldest since ${oldest.toISOString()}` +
    (last_error === null ? ': does the service run, and is NATS there?' : `; NATS said: ${last_error}`),
});
