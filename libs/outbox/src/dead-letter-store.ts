import { createHash } from 'node:crypto';
import type { DeadLetter, DeadLetterSink } from '@callboard/messaging';
import { Database, isRefusedValue } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';

/**
 * The same event may be given up again: after a failed acknowledgement, or when lost events were sent again. Who discarded
 * it meant that too; one that had been handled waits again.
 */
const KEEP = `
with before as (select id, state from dead_letters where event_id = $2 and subject = $1),
kept as (
  insert into dead_letters (subject, event_id, reason, headers, body, deliveries)
  values ($1, $2, $3, $4::jsonb, $5, $6)
  on conflict (event_id, subject) do update
    set reason = excluded.reason, deliveries = excluded.deliveries, received_at = excluded.received_at,
      state = case dead_letters.state when 'discarded' then 'discarded' else 'waiting' end
)
insert into dead_letter_history (dead_letter_id, from_state, to_state, who, why)
select id, state, 'waiting', 'the consumer', $3 from before where state = 'redriven'`;

/** Keeps events that the service's consumers gave up, to be looked at and handled again by hand. */
@Injectable()
export class DeadLetterStore implements DeadLetterSink {
  constructor(private readonly database: Database) {}

  async keep(letter: DeadLetter): Promise<void> {
    const { subject, eventId, reason, headers, body, deliveries } = letter;
    const readable = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [withoutNul(name), withoutNul(value)]),
    );
    await this.database.query(KEEP, [
      withoutNul(subject),
      eventId === undefined ? null : indexable(withoutNul(eventId)),
      withoutNul(reason),
      JSON.stringify(readable),
      Buffer.from(body),
      deliveries,
    ]);
  }

  isHopeless(error: unknown): boolean {
    return isRefusedValue(error);
  }
}

/** Whatever made the event a dead letter must not keep it from being stored: PostgreSQL takes no NUL in text. */
function withoutNul(text: string): string {
  return text.replaceAll('\u0000', '\ufffd');
}

/** An index takes 2,700 bytes; ids are far shorter, and of a longer one the headers hold the whole. */
const LONGEST_ID = 400;

function indexable(eventId: string): string {
  if (eventId.length <= LONGEST_ID) return eventId;
  return `${eventId.slice(0, LONGEST_ID)}#${createHash('sha256').update(eventId).digest('hex')}`;
}
