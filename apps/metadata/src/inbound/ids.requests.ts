import { bindId, deleteId, mintIds, resolveId } from '@callboard/contracts';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { BindId } from '../use-cases/bind-id';
import { DeleteId } from '../use-cases/delete-id';
import { MintIds } from '../use-cases/mint-ids';
import type { MintedId } from '../use-cases/minted-ids-store';
import { ResolveId } from '../use-cases/resolve-id';

type InputOf<C extends { input: z.ZodType }> = z.infer<C['input']>;
type OutputOf<C extends { output: z.ZodType }> = Promise<z.infer<C['output']>>;

/** Ids of the classes of the schema, and what is known of each. */
@Controller()
export class IdsRequests {
  constructor(
    private readonly mintIds: MintIds,
    private readonly resolveId: ResolveId,
    private readonly bindId: BindId,
    private readonly deleteId: DeleteId,
  ) {}

  @OnRequest(mintIds)
  async mint(
    { schema_class, how_many }: InputOf<typeof mintIds>,
    { caller }: RequestContext,
  ): OutputOf<typeof mintIds> {
    return { ids: await this.mintIds.execute(schema_class, how_many, caller) };
  }

  @OnRequest(resolveId)
  async resolve({ id }: InputOf<typeof resolveId>): OutputOf<typeof resolveId> {
    return view(await this.resolveId.execute(id));
  }

  @OnRequest(bindId)
  async bind({ id, metadata }: InputOf<typeof bindId>, { caller }: RequestContext): OutputOf<typeof bindId> {
    return view(await this.bindId.execute(id, metadata, caller));
  }

  @OnRequest(deleteId)
  async delete({ id }: InputOf<typeof deleteId>, { caller }: RequestContext): OutputOf<typeof deleteId> {
    await this.deleteId.execute(id, caller);
    return { id };
  }
}

function view({ id, schemaClass, mintedBy, mintedAt, collection, metadata }: MintedId) {
  return {
    id,
    schema_class: schemaClass,
    minted_by: mintedBy,
    minted_at: mintedAt.toISOString(),
    collection,
    ...(metadata === null ? {} : { metadata }),
  };
}
