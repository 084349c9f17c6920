import {
  DEAD_LETTER_REQUESTS,
  type DeadLetterState,
  HEADERS,
  type KeptDeadLetter,
  type ServiceName,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { decodeJson, traceIdOf } from '@callboard/messaging';
import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';

/** Bytes of a body that are shown, so that a page of a hundred stays below half a megabyte. */
const BODY_BYTES = 2_048;
const REASON_CHARACTERS = 1_000;
/** Rows of the audit that are shown of each. */
const DECISIONS = 10;

const TIME = `to_char(received_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US')`;

/** $1 state, $2 subject or null, $3 and $4 the last of the page before or null, $5 most. There are few: no index. */
const PAGE = `
select l.id, l.subject, l.event_id, l.state, left(l.reason, ${REASON_CHARACTERS}) as reason, l.deliveries,
  l.received_at, ${TIME} as position, l.headers ->> '${HEADERS.traceparent}' as traceparent,
  octet_length(l.body) as size, substring(l.body from 1 for ${BODY_BYTES}) as head,
  (select coalesce(jsonb_agg(jsonb_build_object('at', to_char(h.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'who', h.who, 'from', h.from_state, 'to', h.to_state, 'why', left(h.why, ${REASON_CHARACTERS})) order by h.seq desc), '[]')
     from (select * from dead_letter_history where dead_letter_id = l.id order by seq desc limit ${DECISIONS}) h) as history
from dead_letters l
where l.state = $1 and ($2::text is null or l.subject = $2)
  and ($3::text is null or (l.received_at, l.id) < ($3::timestamp at time zone 'utc', $4::uuid))
order by l.received_at desc, l.id desc
limit $5`;

interface Row {
  id: string;
  subject: string;
  event_id: string | null;
  state: DeadLetterState;
  reason: string;
  deliveries: number;
  received_at: Date;
  position: string;
  traceparent: string | null;
  size: number;
  head: Buffer;
  history: KeptDeadLetter['history'];
}

type Asked = z.infer<(typeof DEAD_LETTER_REQUESTS)[ServiceName]['list']['input']>;

/** Shows dead letters page by page, those last kept first. */
@Injectable()
export class DeadLetterList {
  constructor(private readonly database: Database) {}

  /** @throws DomainError `bad-request` for an `after` that no page gave */
  async page({
    state,
    subject,
    after,
    limit,
  }: Asked): Promise<{ dead_letters: KeptDeadLetter[]; next?: string }> {
    const [time, id] = after === undefined ? [null, null] : placeIn(after);
    const rows = await this.database.query<Row>(PAGE, [state, subject ?? null, time, id, limit + 1]);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const more = rows.length > limit && last !== undefined;
    return { dead_letters: shown.map(letterOf), ...(more ? { next: tokenOf(last) } : {}) };
  }
}

function letterOf({ position: _, traceparent, head, received_at, ...row }: Row): KeptDeadLetter {
  const trace_id = traceIdOf(traceparent ?? undefined) ?? null;
  return { ...row, received_at: received_at.toISOString(), trace_id, ...shownBody(head, row.size) };
}

function shownBody(head: Buffer, size: number): { body?: unknown; body_base64?: string } {
  try {
    if (size <= BODY_BYTES) return { body: decodeJson(head) };
  } catch {
    // Often this is why it could not be handled.
  }
  return { body_base64: head.toString('base64') };
}

const tokenOf = ({ position, id }: Row): string => Buffer.from(`${position} ${id}`).toString('base64url');

function placeIn(token: string): [string, string] {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  const [, time, id] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}) ([0-9a-f-]{36})$/.exec(text) ?? [];
  if (time === undefined || id === undefined || Number.isNaN(Date.parse(`${time}Z`)))
    throw new DomainError('bad-request', 'this page token is none of a list of dead letters');
  return [time, id];
}
