import { bindId, deleteId, type MintedIdReply, mintIds, resolveId, ROUTES } from '@callboard/contracts';
import { RequestClient } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';

/** Ids of documents, which may be had long before there is a document (contract 2.8). */
@Controller()
export class IdsController {
  constructor(private readonly requests: RequestClient) {}

  @Route(ROUTES.mintIds)
  async mint({ body, caller, idempotencyKey }: Asked<typeof ROUTES.mintIds>): Promise<string[]> {
    const asked = { schema_class: body.schema_class.id, how_many: body.how_many };
    return (await this.requests.request(mintIds, asked, { caller, idempotencyKey })).ids;
  }

  @Route(ROUTES.resolveId)
  resolve({ params }: Asked<typeof ROUTES.resolveId>): Promise<MintedIdReply> {
    return this.requests.request(resolveId, { id: params.id });
  }

  @Route(ROUTES.bindId)
  bind({ body, caller, idempotencyKey }: Asked<typeof ROUTES.bindId>): Promise<MintedIdReply> {
    const asked = { id: idIn(body), metadata: body.metadata ?? body.metadata_record ?? {} };
    return this.requests.request(bindId, asked, { caller, idempotencyKey });
  }

  @Route(ROUTES.deleteId)
  delete({ body, caller, idempotencyKey }: Asked<typeof ROUTES.deleteId>): Promise<{ id: string }> {
    return this.requests.request(deleteId, { id: idIn(body) }, { caller, idempotencyKey });
  }
}

/** Either name; the shape has seen to it that there is one. */
const idIn = ({ id, id_name }: Asked<typeof ROUTES.deleteId>['body']): string => id ?? id_name ?? '';
