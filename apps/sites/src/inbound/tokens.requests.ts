import { issueToken, listTokenKeys, type TokenReply } from '@callboard/contracts';
import { OnRequest } from '@callboard/messaging';
import { Controller, Inject } from '@nestjs/common';
import { IssueToken, type TokenRequest } from '../use-cases/issue-token';
import { type PublicKey, SIGNING_KEYS_STORE, type SigningKeysStore } from '../use-cases/signing-keys-store';

@Controller()
export class TokensRequests {
  constructor(
    private readonly issue: IssueToken,
    @Inject(SIGNING_KEYS_STORE) private readonly keys: SigningKeysStore,
  ) {}

  @OnRequest(issueToken)
  issueToken(input: TokenRequest): Promise<TokenReply> {
    return this.issue.execute(input);
  }

  @OnRequest(listTokenKeys)
  async listTokenKeys(): Promise<{ keys: PublicKey[] }> {
    return { keys: await this.keys.publicKeys() };
  }
}
