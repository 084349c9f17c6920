import { type Caller, nameOfCaller } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { MINTED_IDS_STORE, type MintedIdsStore } from './minted-ids-store';
import { OwnId } from './own-id';
import { ResolveId } from './resolve-id';

/** Deletes a minted id that came to nothing. It is kept as deleted, so that it is never minted again. */
@Injectable()
export class DeleteId {
  constructor(
    @Inject(MINTED_IDS_STORE) private readonly minted: MintedIdsStore,
    private readonly own: OwnId,
    private readonly resolve: ResolveId,
  ) {}

  /** @throws DomainError `id-in-use` when a document has it, those of {@link OwnId} */
  async execute(id: string, caller: Caller): Promise<void> {
    await this.own.of(id, caller, 'delete');
    if (await this.minted.delete(id, nameOfCaller(caller))) return;
    const { collection } = await this.resolve.execute(id);
    const text = `There is a document ${JSON.stringify(id)} in ${collection}: its id cannot be deleted.`;
    throw new DomainError('id-in-use', text);
  }
}
