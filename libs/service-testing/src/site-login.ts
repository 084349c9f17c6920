import { randomUUID } from 'node:crypto';
import {
  listTokenKeys,
  siteInboxPrefix,
  TOKEN_ALGORITHM,
  TOKEN_AUDIENCE,
  TOKEN_ISSUER,
} from '@callboard/contracts';
import { silentLog } from '@callboard/kernel';
import { connectToNats, SiteRequestClient } from '@callboard/messaging';
import type { TestBroker } from '@callboard/testing';
import { exportJWK, generateKeyPair, type KeyLike, SignJWT } from 'jose';
import { JSONCodec, type NatsConnection } from 'nats';

/** A site at its own door of the broker. */
export interface LoggedInSite {
  readonly connection: NatsConnection;
  readonly client: SiteRequestClient;
  readonly token: string;
}

const KEY_ID = 'k1';

/** Stands in for the service `sites`: gives out one key, and tokens that it signs. */
export class SiteLogin {
  private constructor(
    private readonly broker: TestBroker,
    private readonly key: KeyLike,
  ) {}

  static async open(nats: NatsConnection, broker: TestBroker): Promise<SiteLogin> {
    const { publicKey, privateKey } = await generateKeyPair(TOKEN_ALGORITHM, { crv: 'Ed25519' });
    const key = { ...(await exportJWK(publicKey)), kid: KEY_ID, alg: TOKEN_ALGORITHM };
    const reply = JSONCodec().encode({ ok: true, output: { keys: [key] } });
    nats.subscribe(listTokenKeys.subject, { callback: (_, message) => void message.respond(reply) });
    return new SiteLogin(broker, privateKey);
  }

  /** A token of the site, signed by `sites`, or by a key of somebody else. */
  tokenOf(siteId: string, key = this.key): Promise<string> {
    return new SignJWT({ site: siteId })
      .setProtectedHeader({ alg: TOKEN_ALGORITHM, kid: KEY_ID })
      .setSubject(`client:client-of-${siteId}`)
      .setJti(randomUUID())
      .setIssuer(TOKEN_ISSUER)
      .setAudience(TOKEN_AUDIENCE)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(key);
  }

  /** The broker has to know the site. */
  async logIn(siteId: string): Promise<LoggedInSite> {
    const token = await this.tokenOf(siteId);
    const connection = await connectToNats({
      ...this.broker.site(siteId),
      name: siteId,
      log: silentLog,
      inboxPrefix: siteInboxPrefix(siteId),
    });
    return { connection, token, client: new SiteRequestClient(connection, siteId, async () => token) };
  }
}
