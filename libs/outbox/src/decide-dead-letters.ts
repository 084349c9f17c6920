import {
  accepted,
  DEAD_LETTERS_AT_ONCE,
  type DeadLetterChoice,
  type DeadLettersDecided,
  type DeadLetterState,
  refused,
} from '@callboard/contracts';
import { Gate } from '@callboard/kernel';
import { Database, type Transaction } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';

/** So long one call goes on; what it did not come to is left to the next one. Below the patience of the gateway. */
const LONGEST_MS = 20_000;

const OF_SUBJECT = `
select id from dead_letters where state = 'waiting' and subject = $1 order by received_at, id limit $2`;

const LOCK = `
select id, subject, event_id, state, headers, body, deliveries from dead_letters where id = $1 for update`;

const DECIDE = `
with decided as (
  update dead_letters set state = $2, reason = case when $2 = 'waiting' then $4 else reason end,
    deliveries = deliveries + $5
  where id = $1 returning id
)
insert into dead_letter_history (dead_letter_id, from_state, to_state, who, why)
select id, 'waiting', $2, $3, $4 from decided`;

/** A dead letter as it is kept. */
export interface LockedLetter {
  id: string;
  subject: string;
  event_id: string | null;
  state: DeadLetterState;
  headers: Record<string, string>;
  body: Buffer;
  deliveries: number;
}

/** What is to become of a waiting letter, in words for the audit; `tries` is how often it was handled for that. */
export interface Verdict {
  state: DeadLetterState;
  why: string;
  tries: 0 | 1;
}

/**
 * Decides about dead letters one by one, each in a transaction of its own that holds the letter: of two calls at once the
 * second waits, and finds it decided. One call at a time in this process, as each holds a connection while it works.
 */
@Injectable()
export class DecideDeadLetters {
  private readonly oneAtATime = new Gate(1);

  constructor(private readonly database: Database) {}

  /** Asks `decide` about each that waits, in the name of `who`. What was decided before is told, and left alone. */
  execute(
    choice: DeadLetterChoice,
    who: string,
    decide: (letter: LockedLetter) => Promise<Verdict>,
  ): Promise<DeadLettersDecided> {
    return this.oneAtATime.run(async () => {
      const until = performance.now() + LONGEST_MS;
      const { ids, more } = await this.chosen(choice);
      const items: DeadLettersDecided['items'] = [];
      for (const id of ids) {
        if (performance.now() > until) return { items, more: true };
        items.push(await this.database.transaction((tx) => decideOne(tx, id, who, decide)));
      }
      return { items, more };
    });
  }

  private async chosen(choice: DeadLetterChoice): Promise<{ ids: string[]; more: boolean }> {
    if ('ids' in choice) return { ids: [...new Set(choice.ids)], more: false };
    const { subject, max = DEAD_LETTERS_AT_ONCE } = choice;
    const rows = await this.database.query<{ id: string }>(OF_SUBJECT, [subject, max + 1]);
    return { ids: rows.slice(0, max).map(({ id }) => id), more: rows.length > max };
  }
}

async function decideOne(
  tx: Transaction,
  id: string,
  who: string,
  decide: (letter: LockedLetter) => Promise<Verdict>,
): Promise<DeadLettersDecided['items'][number]> {
  const [letter] = await tx.query<LockedLetter>(LOCK, [id]);
  if (letter === undefined) return refused('not-found', `there is no dead letter ${id}`);
  if (letter.state !== 'waiting')
    return accepted({ id, state: letter.state, reason: `was ${letter.state} before` });
  const { state, why, tries } = await decide(letter);
  tx.along(DECIDE, [id, state, who, why, tries]);
  return accepted({ id, state, reason: why });
}
