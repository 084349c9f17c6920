import { listPromisedObjects, openPutOperations } from '@callboard/contracts';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller, Inject } from '@nestjs/common';
import { OpenPutOperations } from '../use-cases/open-put-operations';
import { OPERATIONS_STORE, type OperationsStore } from '../use-cases/operations-store';
import { demandService } from '../use-cases/who-asks';
import { type InputOf, type OperationReplies, repliesOf } from './operation-view';

/** Operations under which sites put bytes into the object store, and what they promise. */
@Controller()
export class PutOperationsRequests {
  constructor(
    private readonly openPutOperations: OpenPutOperations,
    @Inject(OPERATIONS_STORE) private readonly store: OperationsStore,
  ) {}

  @OnRequest(openPutOperations)
  async open(
    { items }: InputOf<typeof openPutOperations>,
    { caller, traceparent }: RequestContext,
  ): Promise<OperationReplies> {
    const puts = items.map(({ store_url: storeUrl, expires_in_seconds: expiresInSeconds }) => ({
      storeUrl,
      expiresInSeconds,
    }));
    return repliesOf(await this.openPutOperations.execute(puts, caller, traceparent));
  }

  @OnRequest(listPromisedObjects)
  async promised(
    { site_id, object_ids }: InputOf<typeof listPromisedObjects>,
    { caller }: RequestContext,
  ): Promise<{ object_ids: string[] }> {
    demandService(caller);
    return { object_ids: await this.store.findPromised(site_id, object_ids) };
  }
}
