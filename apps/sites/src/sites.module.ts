import { USER_ADMIN_SITE } from '@callboard/contracts';
import { OutboxModule } from '@callboard/outbox';
import { ServiceKitModule } from '@callboard/service-kit';
import { Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { AllowancesRequests } from './inbound/allowances.requests';
import { CapabilitiesRequests } from './inbound/capabilities.requests';
import { CredentialsRequests } from './inbound/credentials.requests';
import { FailedLoginsSchedule } from './inbound/failed-logins.schedule';
import { ImportsRequests } from './inbound/imports.requests';
import { SitesRequests } from './inbound/sites.requests';
import { TokensRequests } from './inbound/tokens.requests';
import { UsersRequests } from './inbound/users.requests';
import { migrations } from './persistence/migrations';
import { PostgresAllowancesStore } from './persistence/postgres-allowances-store';
import { PostgresCapabilitiesStore } from './persistence/postgres-capabilities-store';
import { PostgresFailedLoginsStore } from './persistence/postgres-failed-logins-store';
import { PostgresImportsStore } from './persistence/postgres-imports-store';
import { PostgresRevocationsStore } from './persistence/postgres-revocations-store';
import { PostgresSigningKeysStore } from './persistence/postgres-signing-keys-store';
import { PostgresSiteClientsStore } from './persistence/postgres-site-clients-store';
import { PostgresSitesStore } from './persistence/postgres-sites-store';
import { PostgresUsersStore } from './persistence/postgres-users-store';
import { prunedTables } from './persistence/pruned-tables';
import { SecretHasher } from './secrets/secret-hasher';
import { readOrcidSettings } from './orcid-settings';
import { readFirstAccounts, readLoginLimits } from './sites-settings';
import { OrcidTokens } from './tokens/orcid-tokens';
import { TokenSigner } from './tokens/token-signer';
import { AdministeredSite } from './use-cases/administered-site';
import { ALLOWANCES_STORE } from './use-cases/allowances-store';
import { AllowedCaller } from './use-cases/allowed-caller';
import { CallingAccount } from './use-cases/calling-account';
import { CAPABILITIES_STORE } from './use-cases/capabilities-store';
import { ChangeAllowances } from './use-cases/change-allowances';
import { ChangeSiteClient } from './use-cases/change-site-client';
import { CreateSite } from './use-cases/create-site';
import { CreateUser } from './use-cases/create-user';
import { DemandUserAdmin } from './use-cases/demand-user-admin';
import { FAILED_LOGINS_STORE } from './use-cases/failed-logins-store';
import { GenerateCredentials } from './use-cases/generate-credentials';
import { GrantCapabilities } from './use-cases/grant-capabilities';
import { ImportAccounts } from './use-cases/import-accounts';
import { IMPORTS_STORE } from './use-cases/imports-store';
import { IssueToken } from './use-cases/issue-token';
import { FIRST_ACCOUNTS, type FirstAccounts, SeedAccounts } from './use-cases/seed-accounts';
import { SeedRights } from './use-cases/seed-rights';
import { LogInByOrcid, ORCID_TOKENS } from './use-cases/log-in-by-orcid';
import { NewOrcidUser } from './use-cases/new-orcid-user';
import { ReplaceUser } from './use-cases/replace-user';
import { REVOCATIONS_STORE } from './use-cases/revocations-store';
import { RevokeCredentials } from './use-cases/revoke-credentials';
import { SIGNING_KEYS_STORE, type SigningKeysStore } from './use-cases/signing-keys-store';
import { SITE_CLIENTS_STORE } from './use-cases/site-clients-store';
import { SITES_STORE } from './use-cases/sites-store';
import { USERS_STORE } from './use-cases/users-store';
import { LOGIN_LIMITS, WatchLogins } from './use-cases/watch-logins';

/** The service `sites`: who may speak to the runtime, and what their sites are able to do. */
@Module({
  imports: [ServiceKitModule.forService('sites'), OutboxModule.forService({ migrations, prunedTables })],
  controllers: [
    TokensRequests,
    UsersRequests,
    SitesRequests,
    CredentialsRequests,
    CapabilitiesRequests,
    AllowancesRequests,
    ImportsRequests,
  ],
  providers: [
    { provide: FIRST_ACCOUNTS, useFactory: () => readFirstAccounts() },
    { provide: LOGIN_LIMITS, useFactory: () => readLoginLimits() },
    { provide: ORCID_TOKENS, useFactory: () => orcidTokens() },
    { provide: USERS_STORE, useClass: PostgresUsersStore },
    { provide: SITES_STORE, useClass: PostgresSitesStore },
    { provide: SITE_CLIENTS_STORE, useClass: PostgresSiteClientsStore },
    { provide: REVOCATIONS_STORE, useClass: PostgresRevocationsStore },
    { provide: ALLOWANCES_STORE, useClass: PostgresAllowancesStore },
    { provide: IMPORTS_STORE, useClass: PostgresImportsStore },
    { provide: FAILED_LOGINS_STORE, useClass: PostgresFailedLoginsStore },
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
    AdministeredSite,
    AllowedCaller,
    WatchLogins,
    IssueToken,
    LogInByOrcid,
    NewOrcidUser,
    DemandUserAdmin,
    CreateUser,
    ReplaceUser,
    CreateSite,
    GrantCapabilities,
    GenerateCredentials,
    RevokeCredentials,
    ChangeSiteClient,
    ChangeAllowances,
    ImportAccounts,
    SeedAccounts,
    SeedRights,
    FailedLoginsSchedule,
  ],
})
export class SitesModule implements OnApplicationBootstrap {
  constructor(
    private readonly signer: TokenSigner,
    private readonly hasher: SecretHasher,
    private readonly seedRights: SeedRights,
    private readonly seedAccounts: SeedAccounts,
    @Inject(FIRST_ACCOUNTS) private readonly accounts: FirstAccounts,
  ) {}

  /** Contract 3.1; before the first request is taken. */
  async onApplicationBootstrap(): Promise<void> {
    await this.signer.prepare();
    await this.hasher.prepare();
    await this.seedRights.execute();
    await this.seedAccounts.execute(this.accounts);
  }
}

/** Null where the settings name no keys of ORCID. */
function orcidTokens(): OrcidTokens | null {
  const settings = readOrcidSettings();
  return settings === undefined ? null : new OrcidTokens(settings);
}
