import { CONTRACT_WORKFLOWS } from '@callboard/contracts';
import { OutboxModule } from '@callboard/outbox';
import { ServiceKitModule } from '@callboard/service-kit';
import { Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { USER_ADMIN_SITE } from './domain/account-rights';
import { CapabilitiesRequests } from './inbound/capabilities.requests';
import { SitesRequests } from './inbound/sites.requests';
import { TokensRequests } from './inbound/tokens.requests';
import { UsersRequests } from './inbound/users.requests';
import { migrations } from './persistence/migrations';
import { PostgresCapabilitiesStore } from './persistence/postgres-capabilities-store';
import { PostgresSigningKeysStore } from './persistence/postgres-signing-keys-store';
import { PostgresSiteClientsStore } from './persistence/postgres-site-clients-store';
import { PostgresSitesStore } from './persistence/postgres-sites-store';
import { PostgresUsersStore } from './persistence/postgres-users-store';
import { SecretHasher } from './secrets/secret-hasher';
import { readFirstAccounts } from './sites-settings';
import { TokenSigner } from './tokens/token-signer';
import { CallingAccount } from './use-cases/calling-account';
import { CAPABILITIES_STORE, type CapabilitiesStore } from './use-cases/capabilities-store';
import { CreateSite } from './use-cases/create-site';
import { CreateUser } from './use-cases/create-user';
import { GenerateCredentials } from './use-cases/generate-credentials';
import { IssueToken } from './use-cases/issue-token';
import { type FirstAccounts, SeedAccounts } from './use-cases/seed-accounts';
import { SIGNING_KEYS_STORE, type SigningKeysStore } from './use-cases/signing-keys-store';
import { SITE_CLIENTS_STORE } from './use-cases/site-clients-store';
import { SITES_STORE } from './use-cases/sites-store';
import { USERS_STORE } from './use-cases/users-store';

const FIRST_ACCOUNTS = Symbol('FIRST_ACCOUNTS');

/** The service `sites`: who may speak to the runtime, and what their sites are able to do. */
@Module({
  imports: [ServiceKitModule.forService('sites'), OutboxModule.forService({ migrations })],
  controllers: [TokensRequests, UsersRequests, SitesRequests, CapabilitiesRequests],
  providers: [
    { provide: FIRST_ACCOUNTS, useFactory: () => readFirstAccounts() },
    { provide: USERS_STORE, useClass: PostgresUsersStore },
    { provide: SITES_STORE, useClass: PostgresSitesStore },
    { provide: SITE_CLIENTS_STORE, useClass: PostgresSiteClientsStore },
    { provide: CAPABILITIES_STORE, useClass: PostgresCapabilitiesStore },
    { provide: SIGNING_KEYS_STORE, useClass: PostgresSigningKeysStore },
    {
      provide: TokenSigner,
      inject: [SIGNING_KEYS_STORE, FIRST_ACCOUNTS],
      useFactory: (keys: SigningKeysStore, { runtimeSiteId }: FirstAccounts) =>
        new TokenSigner(keys, [runtimeSiteId, USER_ADMIN_SITE]),
    },
    SecretHasher,
    CallingAccount,
    IssueToken,
    CreateUser,
    CreateSite,
    GenerateCredentials,
    SeedAccounts,
  ],
})
export class SitesModule implements OnApplicationBootstrap {
  constructor(
    private readonly signer: TokenSigner,
    private readonly hasher: SecretHasher,
    @Inject(CAPABILITIES_STORE) private readonly capabilities: CapabilitiesStore,
    private readonly seedAccounts: SeedAccounts,
    @Inject(FIRST_ACCOUNTS) private readonly accounts: FirstAccounts,
  ) {}

  /** Contract 3.1; before the first request is taken. */
  async onApplicationBootstrap(): Promise<void> {
    await this.signer.prepare();
    await this.hasher.prepare();
    await this.capabilities.addIfAbsent(CONTRACT_WORKFLOWS);
    await this.seedAccounts.execute(this.accounts);
  }
}
