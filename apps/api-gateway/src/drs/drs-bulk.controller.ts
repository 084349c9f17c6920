import { type DrsBulkAccessOrder, ROUTES } from '@callboard/contracts';
import { Controller } from '@nestjs/common';
import { itemOf } from '../lists/batch';
import { ObjectAccesses } from '../objects/object-access';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';
import { resolveEach } from './drs-bulk';
import { drsAccessUrlOf } from './drs-object.view';
import { DrsObjects } from './drs-objects';
import { openToAll } from './drs.controller';

/** GA4GH Data Repository Service 1.5, many objects at once (ADR 23). */
@Controller()
export class DrsBulkController {
  constructor(
    private readonly objects: DrsObjects,
    private readonly accesses: ObjectAccesses,
  ) {}

  @Route(ROUTES.drsObjects)
  async get({ query, body }: Asked<typeof ROUTES.drsObjects>) {
    const asked = await this.found(body.bulk_object_ids);
    const { resolved, told } = await resolveEach(asked, ({ read }) =>
      this.objects.document(read(), query.expand === 'true'),
    );
    return { ...told, resolved_drs_object: resolved };
  }

  @Route(ROUTES.drsObjectsOptions)
  async options({ body }: Asked<typeof ROUTES.drsObjectsOptions>) {
    const asked = await this.found(body.bulk_object_ids);
    const { resolved, told } = await resolveEach(asked, ({ read }) => Promise.resolve(openToAll(read().id)));
    return { ...told, resolved_drs_object: resolved };
  }

  @Route(ROUTES.drsAccesses)
  async access({ body }: Asked<typeof ROUTES.drsAccesses>) {
    const pairs = pairsOf(body);
    const found = await this.found(pairs.map(({ id }) => id));
    const asked = found.map((each, at) => ({ ...each, accessId: pairs[at]?.accessId ?? '' }));
    const { resolved, told } = await resolveEach(asked, async ({ id, read, accessId }) => {
      const access = await this.accesses.of(read(), accessId);
      return { drs_object_id: id, drs_access_id: accessId, ...drsAccessUrlOf(access) };
    });
    return { ...told, resolved_drs_object_access_urls: resolved };
  }

  /** What was asked for, each to be read when its turn comes: its refusal is thrown then. */
  private async found(ids: readonly string[]) {
    const replies = await this.objects.several(ids);
    return replies.map((reply, at) => ({ id: ids[at] ?? '', read: () => itemOf(reply) }));
  }
}

const pairsOf = ({ bulk_object_access_ids }: DrsBulkAccessOrder) =>
  bulk_object_access_ids.flatMap(({ bulk_object_id: id, bulk_access_ids }) =>
    bulk_access_ids.map((accessId) => ({ id, accessId })),
  );
