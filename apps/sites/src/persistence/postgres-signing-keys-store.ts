import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { PublicKey, SigningKey, SigningKeysStore } from '../use-cases/signing-keys-store';

const ACTIVE = `
select kid, public_jwk as "publicJwk", private_jwk as "privateJwk"
from signing_keys where active`;

/** The unique index on the active key decides between processes that start together. */
const INSERT = `
insert into signing_keys (kid, public_jwk, private_jwk, active)
values ($1, $2, $3, true)
on conflict do nothing`;

@Injectable()
export class PostgresSigningKeysStore implements SigningKeysStore {
  constructor(private readonly database: Database) {}

  async active(): Promise<SigningKey | undefined> {
    const [key] = await this.database.query<SigningKey>(ACTIVE);
    return key;
  }

  async activateIfNone({ kid, publicJwk, privateJwk }: SigningKey): Promise<SigningKey> {
    await this.database.query(INSERT, [kid, JSON.stringify(publicJwk), JSON.stringify(privateJwk)]);
    const active = await this.active();
    if (active === undefined) throw new Error('no signing key is active, although one was just kept');
    return active;
  }

  async publicKeys(): Promise<PublicKey[]> {
    const rows = await this.database.query<{ public_jwk: PublicKey }>(
      `select public_jwk from signing_keys where retires_at is null or retires_at > now() order by created_at, kid`,
    );
    return rows.map(({ public_jwk }) => public_jwk);
  }
}
