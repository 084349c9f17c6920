import { Database } from '@callboard/persistence';
import type { KeyRotationStore, NextKey, SigningKey } from '../use-cases/signing-keys-store';

const WAITS = 'not active and retires_at is null';

/** The unique index on the key that waits decides between programs that run at once. */
const PUBLISH = `
insert into signing_keys (kid, public_jwk, private_jwk, active)
values ($1, $2, $3, false)
on conflict do nothing`;

const NEXT = `
select kid, (extract(epoch from now() - created_at) * 1000)::float8 as "publishedMs" from signing_keys where ${WAITS}`;

/** Of several programs one gets it; the others find that it does not wait any more. */
const LOCK_NEXT = `select kid from signing_keys where kid = $1 and ${WAITS} for update`;

/** $1 seconds. A statement before {@link ACTIVATE}: of active keys there is one at any time. */
const RETIRE = `
update signing_keys set active = false, private_jwk = null, retires_at = now() + $1 * interval '1 second'
where active`;

const ACTIVATE = 'update signing_keys set active = true where kid = $1';

const RETIRE_OTHERS = `update signing_keys set retires_at = now() where kid <> $1 and retires_at > now()`;

/** Replaces the active key; no part of the service `sites`, which only reads keys. */
export class PostgresKeyRotationStore implements KeyRotationStore {
  constructor(private readonly database: Database) {}

  async publishNext({ kid, publicJwk, privateJwk }: SigningKey): Promise<NextKey> {
    await this.database.query(PUBLISH, [kid, JSON.stringify(publicJwk), JSON.stringify(privateJwk)]);
    const [next] = await this.database.query<NextKey>(NEXT);
    if (next === undefined)
      throw new Error('another rotation has just ended: look whether one more is needed');
    return next;
  }

  async dropNext(): Promise<void> {
    await this.database.query(`delete from signing_keys where ${WAITS}`);
  }

  activate(kid: string, keptS?: number): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      if ((await tx.query(LOCK_NEXT, [kid])).length === 0) return false;
      await tx.query(RETIRE, [keptS ?? 0]);
      await tx.query(ACTIVATE, [kid]);
      if (keptS === undefined) await tx.query(RETIRE_OTHERS, [kid]);
      return true;
    });
  }
}
