import { FACETS_BYTES, type RunEventType, TOLD_EVENTS } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import type { Run } from './run';
import { bytesOf, RUN_LIMITS } from './run-limits';

/** What somebody tells of a run. */
export interface ToldEvent {
  readonly type: RunEventType;
  readonly at: Date;
  readonly workflowId: string | undefined;
  readonly producer: string;
  readonly schemaUrl: string;
  readonly facets: Readonly<Record<string, unknown>> | null;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** The open operation on the job of a run: its site carries the run out. */
export interface Carrier {
  readonly operationId: string;
  readonly siteId: string;
}

/** What was told of a run so far. */
export interface ToldSize {
  readonly events: number;
  readonly objects: number;
}

/** Which events may come after which, as far as they are told by others. Nothing comes after an end. */
export const MAY_FOLLOW: Readonly<Record<RunEventType, readonly RunEventType[]>> = {
  REQUESTED: ['REQUESTED', 'STARTED', 'COMPLETE', 'FAIL', 'ABORT'],
  STARTED: ['STARTED', 'COMPLETE', 'FAIL', 'ABORT'],
  COMPLETE: [],
  FAIL: [],
  ABORT: [],
};

const isEnd = (type: RunEventType): boolean => MAY_FOLLOW[type].length === 0;

/**
 * The run after an event. What the site says that carries it out counts for its operation: a first word of it under a new
 * operation begins the next attempt, also after an end.
 *
 * @param carrier the open operation, if there is one
 * @param site the site that tells the event, if a site does
 * @throws DomainError `bad-request`, `run-ended`; `forbidden` when somebody else than the carrier tells the end
 */
export function afterTold(run: Run, event: ToldEvent, carrier: Carrier | undefined, site?: string): Run {
  demandSameWorkflow(run, event);
  const own = carrier !== undefined && carrier.siteId === site;
  if (carrier !== undefined && !own && isEnd(event.type)) throw notYours(run.id, carrier.siteId);
  const isNewAttempt = own && carrier.operationId !== run.operationId;
  demandMayFollow(run.id, isNewAttempt ? 'REQUESTED' : run.status, event.type);
  const attempt = isNewAttempt
    ? { operationId: carrier.operationId, siteId: carrier.siteId, attempt: run.attempt + 1 }
    : {};
  return { ...run, ...attempt, status: event.type };
}

/** @throws DomainError `too-large` for facets, and when more would be told of the run than is kept */
export function fittingTold(runId: string, event: ToldEvent, size: ToldSize): void {
  const facets = bytesOf(event.facets);
  if (facets > FACETS_BYTES)
    throw tooLarge(`the facets have ${facets} bytes, at most ${FACETS_BYTES} are kept`);
  if (size.events >= TOLD_EVENTS) {
    throw tooLarge(`${TOLD_EVENTS} events of the run ${runId} were told, and no more are kept`);
  }
  const objects = size.objects + event.inputs.length + event.outputs.length;
  if (objects <= RUN_LIMITS.objects) return;
  throw tooLarge(
    `the events of the run ${runId} would name ${objects} objects, at most ${RUN_LIMITS.objects} are kept`,
  );
}

function demandSameWorkflow(run: Run, { workflowId }: ToldEvent): void {
  if (workflowId === undefined || workflowId === run.workflowId) return;
  throw new DomainError(
    'bad-request',
    `the run ${run.id} is one of '${run.workflowId}', not of '${workflowId}'`,
  );
}

function demandMayFollow(runId: string, from: RunEventType, to: RunEventType): void {
  if (MAY_FOLLOW[from].includes(to)) return;
  throw isEnd(from)
    ? new DomainError('run-ended', `the run ${runId} has ended (${from}): nothing is told of it any more`)
    : new DomainError('bad-request', `the run ${runId} has begun (${from}): it is not ${to} any more`);
}

const notYours = (runId: string, siteId: string): DomainError =>
  new DomainError(
    'forbidden',
    `the site '${siteId}' carries out the run ${runId}: only it tells how that ends; cancel the job to end it`,
  );

const tooLarge = (text: string): DomainError => new DomainError('too-large', text);
