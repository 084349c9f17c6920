import {
  issueToken,
  listTokenKeys,
  logInByOrcid,
  type Revocation,
  type TokenReply,
} from '@callboard/contracts';
import { OnRequest } from '@callboard/messaging';
import { Controller, Inject } from '@nestjs/common';
import { IssueToken, type TokenRequest } from '../use-cases/issue-token';
import { LogInByOrcid, type OrcidLogin } from '../use-cases/log-in-by-orcid';
import { REVOCATIONS_STORE, type RevocationsStore } from '../use-cases/revocations-store';
import { type PublicKey, SIGNING_KEYS_STORE, type SigningKeysStore } from '../use-cases/signing-keys-store';

/** Keeps a reply below 512 KB (design 4, "Sizes"). */
const REVOCATIONS_PAGE = 2_000;

interface PublishedAccess {
  keys: PublicKey[];
  revocations: Revocation[];
  more_revocations: boolean;
}

@Controller()
export class TokensRequests {
  constructor(
    private readonly issue: IssueToken,
    private readonly orcid: LogInByOrcid,
    @Inject(SIGNING_KEYS_STORE) private readonly keys: SigningKeysStore,
    @Inject(REVOCATIONS_STORE) private readonly revocations: RevocationsStore,
  ) {}

  @OnRequest(issueToken)
  issueToken(input: TokenRequest): Promise<TokenReply> {
    return this.issue.execute(input);
  }

  @OnRequest(logInByOrcid)
  logInByOrcid(input: OrcidLogin): Promise<TokenReply> {
    return this.orcid.execute(input);
  }

  @OnRequest(listTokenKeys)
  async listTokenKeys({ revoked_after }: { revoked_after?: string | undefined }): Promise<PublishedAccess> {
    const [keys, { revocations, more }] = await Promise.all([
      this.keys.publicKeys(),
      this.revocations.livePage(revoked_after, REVOCATIONS_PAGE),
    ]);
    return { keys, revocations, more_revocations: more };
  }
}
