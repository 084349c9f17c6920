import type { TokenReply } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { inDaysHoursMinutes, TOKEN_LIFE_S, tokenLife } from '../domain/token-life';
import { SecretHasher } from '../secrets/secret-hasher';
import { TokenSigner } from '../tokens/token-signer';
import { SITE_CLIENTS_STORE, type SiteClientsStore } from './site-clients-store';
import { type HashChange, USERS_STORE, type UsersStore } from './users-store';
import { type LoginAttempt, WatchLogins } from './watch-logins';

export type TokenRequest = (
  | { grant: 'password'; username: string; password: string }
  | { grant: 'client_credentials'; client_id: string; client_secret: string }
) & { client_address?: string | undefined };

interface IssuedToken {
  token: string;
  /** Its life in seconds. */
  lifeS: number;
}

/** Exchanges a name and its secret for an access token of one day, or less if the credentials end before (contract 2.1). */
@Injectable()
export class IssueToken {
  constructor(
    @Inject(USERS_STORE) private readonly users: UsersStore,
    @Inject(SITE_CLIENTS_STORE) private readonly clients: SiteClientsStore,
    private readonly hasher: SecretHasher,
    private readonly signer: TokenSigner,
    private readonly logins: WatchLogins,
  ) {}

  /**
   * @throws DomainError `wrong-credentials`, also for a disabled user (contract D35) or ended credentials;
   *   `too-many-requests` after many failed logins, `overloaded`
   */
  async execute(request: TokenRequest): Promise<TokenReply> {
    const { token, lifeS } =
      request.grant === 'password'
        ? await this.forUser(request.username, request.password, request.client_address)
        : await this.forClient(request.client_id, request.client_secret, request.client_address);
    return { access_token: token, token_type: 'bearer', expires: inDaysHoursMinutes(lifeS) };
  }

  private async forUser(username: string, password: string, address?: string): Promise<IssuedToken> {
    const attempt = { grant: 'password', name: username, address };
    const found = await this.users.withPasswordHash(username);
    if (!(await this.matches(attempt, password, found?.passwordHash)) || found === undefined) {
      throw new DomainError('wrong-credentials', 'wrong username or password');
    }
    if (found.user.disabled) {
      throw new DomainError('wrong-credentials', 'this account is disabled: ask a user admin to enable it');
    }
    await this.renew(password, found.passwordHash, (hash) => this.users.replaceHash(username, hash));
    return { token: await this.signer.signForUser(found.user), lifeS: TOKEN_LIFE_S };
  }

  private async forClient(clientId: string, secret: string, address?: string): Promise<IssuedToken> {
    const attempt = { grant: 'client_credentials', name: clientId, address };
    const client = await this.clients.find(clientId);
    if (!(await this.matches(attempt, secret, client?.secretHash)) || client === undefined) {
      throw new DomainError('wrong-credentials', 'wrong client_id or client_secret');
    }
    const lifeS = tokenLife(new Date(), client.expiresAt);
    if (lifeS <= 0) {
      const text = `these credentials expired at ${client.expiresAt?.toISOString()}: generate new ones`;
      throw new DomainError('wrong-credentials', text);
    }
    await this.renew(secret, client.secretHash, (hash) => this.clients.replaceHash(clientId, hash));
    return { token: await this.signer.signForClient(client, lifeS), lifeS };
  }

  /** Hashes a secret as ours are that was imported (ADR 24), now that it is known; a login never fails for it. */
  private async renew(
    secret: string,
    hash: string,
    replace: (change: HashChange) => Promise<void>,
  ): Promise<void> {
    if (!this.hasher.isForeign(hash)) return;
    const to = await this.hasher.hash(secret).catch(() => undefined);
    if (to !== undefined) await replace({ from: hash, to });
  }

  /**
   * Compares a secret, unless too many have failed. Whoever waits for a turn is looked at again then, so that not even
   * many guesses at once get further than the limit.
   */
  private async matches(attempt: LoginAttempt, secret: string, hash: string | undefined): Promise<boolean> {
    let failedBefore = await this.logins.admit(attempt);
    const admitStill = async (): Promise<void> => {
      failedBefore = await this.logins.admit(attempt);
    };
    const equal = await this.hasher.matches(secret, hash, admitStill);
    if (!equal) await this.logins.countFailure(attempt);
    else if (failedBefore) await this.logins.forgetFailures(attempt);
    return equal;
  }
}
