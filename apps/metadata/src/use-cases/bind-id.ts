import { BOUND_BYTES, type Caller, nameOfCaller } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { type MintedId, MINTED_IDS_STORE, type MintedIdsStore } from './minted-ids-store';
import { OwnId } from './own-id';
import { notMinted } from './resolve-id';

/** Binds a JSON object to a minted id: notes of whoever minted it, long before there is a document. */
@Injectable()
export class BindId {
  constructor(
    @Inject(MINTED_IDS_STORE) private readonly minted: MintedIdsStore,
    private readonly own: OwnId,
  ) {}

  /** @throws DomainError `too-large`, those of {@link OwnId} */
  async execute(id: string, metadata: Record<string, unknown>, caller: Caller): Promise<MintedId> {
    const found = await this.own.of(id, caller, 'bind something to');
    const bytes = Buffer.byteLength(JSON.stringify(metadata));
    if (bytes > BOUND_BYTES) {
      throw new DomainError(
        'too-large',
        `What is bound would have ${bytes} bytes, at most ${BOUND_BYTES} are kept.`,
      );
    }
    if (!(await this.minted.bind(id, metadata, nameOfCaller(caller)))) throw notMinted(id);
    return { ...found, metadata };
  }
}
