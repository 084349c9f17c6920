import { type Caller, mayDo, nameOfCaller } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Injectable } from '@nestjs/common';
import type { MintedId } from './minted-ids-store';
import { ResolveId } from './resolve-id';

const SITE = 'site:';

/** A minted id, for whom it was minted for, or who administers that site (contract 2.8). */
@Injectable()
export class OwnId {
  constructor(private readonly resolve: ResolveId) {}

  /** @throws DomainError `unauthenticated`, `not-found`, `forbidden` */
  async of(id: string, caller: Caller, deed: string): Promise<MintedId> {
    if (caller.kind === 'anonymous') throw new DomainError('unauthenticated', `Log in to ${deed} an id.`);
    const found = await this.resolve.execute(id);
    const { mintedBy } = found;
    const about = mintedBy.startsWith(SITE) ? { owner: mintedBy.slice(SITE.length) } : {};
    if (mayDo('id-owner', caller, about) || nameOfCaller(caller) === mintedBy) return found;
    throw new DomainError(
      'forbidden',
      `The id ${JSON.stringify(id)} was minted for ${mintedBy}: only they, and who administers that site, may ${deed} it.`,
    );
  }
}
