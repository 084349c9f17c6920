import {
  getRunLineage,
  type LineageGraph,
  type OpenLineageEvent,
  ROUTES,
  traceLineage,
} from '@callboard/contracts';
import { RequestClient } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import { ONE_DOCUMENT } from '../lists/batch';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';

/** Where objects come from, and what became of them. */
@Controller()
export class LineageController {
  constructor(private readonly requests: RequestClient) {}

  @Route(ROUTES.runLineage)
  ofRun({ params }: Asked<typeof ROUTES.runLineage>): Promise<{ events: OpenLineageEvent[] }> {
    return this.requests.request(getRunLineage, { id: params.run_id }, ONE_DOCUMENT);
  }

  @Route(ROUTES.traceLineage)
  trace({ query }: Asked<typeof ROUTES.traceLineage>): Promise<LineageGraph> {
    return this.requests.request(traceLineage, query);
  }
}
