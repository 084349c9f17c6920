import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { type MintedId, MINTED_IDS_STORE, type MintedIdsStore } from './minted-ids-store';

/** What is known of a minted id. */
@Injectable()
export class ResolveId {
  constructor(@Inject(MINTED_IDS_STORE) private readonly minted: MintedIdsStore) {}

  /** Refusal: `not-found`. */
  async execute(id: string): Promise<MintedId> {
    const found = await this.minted.find(id);
    if (found) return found;
    throw notMinted(id);
  }
}

export const notMinted = (id: string): DomainError =>
  new DomainError('not-found', `The id ${JSON.stringify(id)} was not minted here, or was deleted.`);
