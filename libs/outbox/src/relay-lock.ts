import type { Transaction } from '@callboard/persistence';

/** Any number, other than that of other locks of ours. Advisory locks are per database, the schema makes it per service. */
const RELAY = 7_276_650;

/**
 * Held by each batch from before it takes its rows until they are marked sent. While a relay compares the stream with
 * what was sent ({@link ownRelayLock}), no row may be on its way to being marked: it would bear a sequence of the lost
 * stream. A call to stand in the statement that takes the rows.
 */
export const SHARE_RELAY_LOCK = `pg_advisory_xact_lock_shared(${RELAY}, hashtext(current_schema()))`;

export async function ownRelayLock(tx: Transaction): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1, hashtext(current_schema()))', [RELAY]);
}
