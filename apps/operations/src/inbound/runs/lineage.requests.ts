import { getRunLineage, type LineageGraph, type OpenLineageEvent, traceLineage } from '@callboard/contracts';
import { OnRequest } from '@callboard/messaging';
import { Controller, Inject } from '@nestjs/common';
import { openLineageOf } from '../../domain/runs/open-lineage';
import { noSuchRun } from '../../domain/runs/run';
import { RUN_READS_STORE, type RunReadsStore } from '../../use-cases/runs/run-reads-store';
import { TraceLineage } from '../../use-cases/runs/trace-lineage';
import type { InputOf } from '../operation-view';

/** Where objects come from and what became of them, open to everybody. */
@Controller()
export class LineageRequests {
  constructor(
    private readonly traceLineage: TraceLineage,
    @Inject(RUN_READS_STORE) private readonly store: RunReadsStore,
  ) {}

  @OnRequest(traceLineage)
  async trace({ object_id, direction, depth }: InputOf<typeof traceLineage>): Promise<LineageGraph> {
    return this.traceLineage.execute({ objectId: object_id, direction, depth });
  }

  @OnRequest(getRunLineage)
  async ofRun({ id }: InputOf<typeof getRunLineage>): Promise<{ events: OpenLineageEvent[] }> {
    const history = await this.store.history(id);
    if (history === undefined) throw noSuchRun(id);
    return { events: openLineageOf(history) };
  }
}
