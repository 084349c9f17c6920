import { SERVICES } from '@callboard/contracts';
import { sqlCheck } from '../check';

interface Row {
  service: string;
  subject: string;
  letters: number;
  reason: string;
}

const OF_SERVICE = SERVICES.map(
  (service) => `
    select '${service}' as service, subject, count(*)::int as letters,
           left((array_agg(reason order by received_at desc))[1], 300) as reason
      from ${service}.dead_letters where state = 'waiting' group by subject`,
);

export const deadLetters = sqlCheck<Row>({
  name: 'dead-letters',
  holds: 'no event waits as a dead letter',
  sql: OF_SERVICE.join(' union all '),
  words: ({ service, subject, letters, reason }) =>
    `${letters} events ${subject} could not be handled by ${service}, the last one: ${reason}`,
});
