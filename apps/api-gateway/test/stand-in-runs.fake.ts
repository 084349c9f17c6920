import {
  getRun,
  getRunLineage,
  type LineageGraph,
  listObjectRuns,
  listRunEvents,
  listRunOps,
  requestJobRun,
  tellRunEvent,
  type OpenLineageEvent,
  ROUTES,
  type RunEvent,
  type RunOp,
  type RunSummary,
  traceLineage,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import type { StandInServices } from './stand-in-services.fake';

const {
  getRun: one,
  listObjectRuns: ofObject,
  listRunEvents: events,
  listRunOps: ops,
  runLineage,
  traceLineage: traced,
  startRun,
} = ROUTES;
export const RUN_ID = one.example.params?.['run_id'] ?? '';

/** Gives what is asked about the run of the examples; there is no other. */
function ofRun<T>(id: string, answer: T): T {
  if (id === RUN_ID) return answer;
  throw new DomainError('not-found', `there is no run ${id}`);
}

export function answerRuns(services: StandInServices): void {
  const { resources } = events.example.reply as { resources: RunEvent[] };
  const listed = ops.example.reply as { resources: RunOp[] };
  services.answer(getRun, ({ id }) => ofRun(id, one.example.reply as RunSummary));
  services.answer(listRunEvents, ({ id }) =>
    ofRun(id, { items: resources.map((event, n) => ({ ...event, n: n + 1 })), more: false }),
  );
  services.answer(listObjectRuns, () => {
    const found = ofObject.example.reply as { resources: RunSummary[] };
    return { items: found.resources.map((run, n) => ({ ...run, n: n + 1 })), more: false };
  });
  services.answer(listRunOps, ({ id }) => ofRun(id, { items: listed.resources }));
  const requested = startRun.example.reply as RunSummary;
  services.answer(requestJobRun, ({ asked_by }) => ({ ...requested, was_started_by: asked_by }));
  services.answer(tellRunEvent, ({ run, type }) => ofRun(run.id, { ...requested, status: type }));
  services.answer(getRunLineage, ({ id }) =>
    ofRun(id, runLineage.example.reply as { events: OpenLineageEvent[] }),
  );
  services.answer(traceLineage, () => traced.example.reply as LineageGraph);
}
