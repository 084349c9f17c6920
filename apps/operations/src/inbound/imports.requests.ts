import { describeEnds, type ImportAnswer, importOperations } from '@callboard/contracts';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller, Inject } from '@nestjs/common';
import type { z } from 'zod';
import { failureOf } from '../domain/operation-outcome';
import { ImportOperations } from '../use-cases/import-operations';
import { type DescribedEnd, IMPORTS_STORE, type ImportsStore } from '../use-cases/imports-store';
import { demandService } from '../use-cases/who-asks';
import type { InputOf } from './operation-view';

type Ends = z.infer<typeof describeEnds.output>;

/** What the importer brings in, and what `jobs` asks about it. */
@Controller()
export class ImportsRequests {
  constructor(
    private readonly importOperations: ImportOperations,
    @Inject(IMPORTS_STORE) private readonly store: ImportsStore,
  ) {}

  @OnRequest(importOperations)
  async take(
    { items }: InputOf<typeof importOperations>,
    { caller }: RequestContext,
  ): Promise<{ items: ImportAnswer[] }> {
    return { items: await this.importOperations.execute(items, caller) };
  }

  @OnRequest(describeEnds)
  async ends({ ids }: InputOf<typeof describeEnds>, { caller }: RequestContext): Promise<Ends> {
    demandService(caller);
    return { operations: (await this.store.describeEnds(ids)).map(viewOf) };
  }
}

function viewOf({ id, siteId, attempt, leaseMs, outcome, result, openedAt, endedAt }: DescribedEnd) {
  const code = outcome === 'failed' ? failureOf(result)?.code : undefined;
  return {
    id,
    site_id: siteId,
    attempt,
    lease_ms: leaseMs,
    outcome,
    ...(code === undefined ? {} : { error_code: code }),
    opened_at: openedAt.toISOString(),
    ended_at: endedAt?.toISOString() ?? null,
  };
}
