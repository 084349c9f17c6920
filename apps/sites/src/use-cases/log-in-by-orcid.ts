import type { TokenReply } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { isOrcidId } from '../domain/orcid-id';
import { inDaysHoursMinutes, TOKEN_LIFE_S } from '../domain/token-life';
import { claimedSubject, type OrcidPerson, OrcidTokens } from '../tokens/orcid-tokens';
import { TokenSigner } from '../tokens/token-signer';
import { NewOrcidUser } from './new-orcid-user';
import { USERS_STORE, type UsersStore } from './users-store';
import { type LoginAttempt, WatchLogins } from './watch-logins';

/** Nest token of {@link OrcidTokens}; null where nobody logs in by ORCID. */
export const ORCID_TOKENS = Symbol('ORCID_TOKENS');

export interface OrcidLogin {
  id_token: string;
  client_address?: string | undefined;
}

/** Lets people in whom ORCID knows; who comes for the first time becomes a user named by the iD (contract 2.1, D35). */
@Injectable()
export class LogInByOrcid {
  constructor(
    @Inject(ORCID_TOKENS) private readonly orcid: OrcidTokens | null,
    @Inject(USERS_STORE) private readonly users: UsersStore,
    private readonly signer: TokenSigner,
    private readonly logins: WatchLogins,
    private readonly newUser: NewOrcidUser,
  ) {}

  /** @throws DomainError `wrong-credentials`, also for a disabled user; `too-many-requests`, `overloaded` */
  async execute({ id_token, client_address }: OrcidLogin): Promise<TokenReply> {
    const person = await this.personOf(id_token, client_address);
    const [known] = await this.users.find([person.subject]);
    const user = known ?? (await this.newUser.execute(person));
    if (user.disabled) {
      throw new DomainError('wrong-credentials', 'this account is disabled: ask a user admin to enable it');
    }
    const token = await this.signer.signForUser(user);
    return { access_token: token, token_type: 'bearer', expires: inDaysHoursMinutes(TOKEN_LIFE_S) };
  }

  private async personOf(token: string, address: string | undefined): Promise<OrcidPerson> {
    if (this.orcid === null) {
      throw new DomainError(
        'wrong-credentials',
        'a client_id without its client_secret is no login: send both; nobody logs in by ORCID here',
      );
    }
    const attempt: LoginAttempt = { grant: 'orcid', name: claimedSubject(token), address };
    const failedBefore = await this.logins.admit(attempt);
    const person = await this.orcid.verify(token);
    if (person === undefined || !isOrcidId(person.subject)) {
      await this.logins.countFailure(attempt);
      const text = 'this is no valid ID token of ORCID for this application: log in there again';
      throw new DomainError('wrong-credentials', text);
    }
    if (failedBefore) await this.logins.forgetFailures(attempt);
    return person;
  }
}
