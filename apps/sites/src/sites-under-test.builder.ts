import {
  type Caller,
  createSite,
  createUser,
  type Credentials,
  issueToken,
  type Site,
  type TokenReply,
} from '@callboard/contracts';
import { silentLog } from '@callboard/kernel';
import { connectToNats, RequestClient } from '@callboard/messaging';
import { type RunningProcess, startService, TokenVerifier } from '@callboard/service-kit';
import { testBroker, testDatabase } from '@callboard/testing';
import { Client } from 'pg';
import { migrations } from './persistence/migrations';
import { SitesModule } from './sites.module';

export const user = (username: string, ...administers: string[]): Caller => ({
  kind: 'user',
  username,
  administers,
});
export const ADMIN = user('admin');

/** Processes of the service `sites`, whole, on a broker and a database of their own. */
export async function startSitesUnderTest(settings: Record<string, string> = {}, processes = 1) {
  const [broker, database] = await Promise.all([
    testBroker(),
    testDatabase([{ service: 'sites', migrations }]),
  ]);
  Object.assign(process.env, {
    NATS_URL: broker.service.url,
    NATS_USER: broker.service.user,
    NATS_PASSWORD: broker.service.password,
    DATABASE_URL: database.url('sites'),
    LOG_LEVEL: 'silent',
    ADMIN_PASSWORD: 'the first password',
    RUNTIME_CLIENT_ID: 'runtime-client',
    RUNTIME_CLIENT_SECRET: 'the first secret',
    ...settings,
  });
  const connection = await connectToNats({ ...broker.service, name: 'test', log: silentLog });
  const requests = new RequestClient(connection);
  const running: RunningProcess[] = [];
  for (let n = 0; n < processes; n += 1) running.push(await startService(SitesModule));
  return {
    requests,
    connection,
    /** As the first process verifies tokens. */
    verifier(): TokenVerifier {
      const [first] = running;
      if (first === undefined) throw new Error('no process runs');
      return first.app.get(TokenVerifier, { strict: false });
    },
    /** Logs in as a user; `address` as a gateway would tell it. */
    login: (username: string, password: string, address?: string): Promise<TokenReply> =>
      requests.request(issueToken, { grant: 'password', username, password, client_address: address }),
    clientLogin: ({ client_id, client_secret }: Credentials, address?: string): Promise<TokenReply> =>
      requests.request(issueToken, {
        grant: 'client_credentials',
        client_id,
        client_secret,
        client_address: address,
      }),
    newUser: (username: string, more: { disabled?: boolean; site_admin?: string[] } = {}) =>
      requests.request(
        createUser,
        { username, password: `password of ${username}`, site_admin: [], disabled: false, ...more },
        { caller: ADMIN },
      ),
    newSite: (id: string, caller: Caller, capability_ids: string[] = []): Promise<Site> =>
      requests.request(createSite, { id, capability_ids }, { caller }),
    async inDatabase(sql: string): Promise<Record<string, unknown>[]> {
      const client = new Client({ connectionString: database.adminUrl });
      await client.connect();
      return (await client.query<Record<string, unknown>>(sql).finally(() => client.end())).rows;
    },
    async stop(): Promise<void> {
      await Promise.all(running.map((process) => process.stop()));
      await connection.close();
      await database.drop();
      await broker.stop();
    },
  };
}

export type SitesUnderTest = Awaited<ReturnType<typeof startSitesUnderTest>>;
