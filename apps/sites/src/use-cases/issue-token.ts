import type { TokenReply } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { SecretHasher } from '../secrets/secret-hasher';
import { TOKEN_LIFE, TokenSigner } from '../tokens/token-signer';
import { SITE_CLIENTS_STORE, type SiteClientsStore } from './site-clients-store';
import { USERS_STORE, type UsersStore } from './users-store';

export type TokenRequest =
  | { grant: 'password'; username: string; password: string }
  | { grant: 'client_credentials'; client_id: string; client_secret: string };

/** Exchanges a name and its secret for an access token of one day (contract 2.1). */
@Injectable()
export class IssueToken {
  constructor(
    @Inject(USERS_STORE) private readonly users: UsersStore,
    @Inject(SITE_CLIENTS_STORE) private readonly clients: SiteClientsStore,
    private readonly hasher: SecretHasher,
    private readonly signer: TokenSigner,
  ) {}

  /** @throws DomainError `wrong-credentials`, also for a disabled user (contract D35); `overloaded` */
  async execute(request: TokenRequest): Promise<TokenReply> {
    const token =
      request.grant === 'password'
        ? await this.forUser(request.username, request.password)
        : await this.forClient(request.client_id, request.client_secret);
    return { access_token: token, token_type: 'bearer', expires: { ...TOKEN_LIFE } };
  }

  private async forUser(username: string, password: string): Promise<string> {
    const found = await this.users.withPasswordHash(username);
    if (!(await this.hasher.matches(password, found?.passwordHash)) || found === undefined) {
      throw new DomainError('wrong-credentials', 'wrong username or password');
    }
    if (found.user.disabled) {
      throw new DomainError('wrong-credentials', 'this account is disabled: ask a user admin to enable it');
    }
    return this.signer.signForUser(found.user);
  }

  private async forClient(clientId: string, secret: string): Promise<string> {
    const client = await this.clients.find(clientId);
    if (!(await this.hasher.matches(secret, client?.secretHash)) || client === undefined) {
      throw new DomainError('wrong-credentials', 'wrong client_id or client_secret');
    }
    return this.signer.signForClient(client);
  }
}
