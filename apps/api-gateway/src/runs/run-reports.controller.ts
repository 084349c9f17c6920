import {
  createJobs,
  nameOfCaller,
  requestJobRun,
  ROUTES,
  RUN_CONFIG_BYTES,
  type RunSummary,
  tellRunEvent,
  type ToldRunEvent,
  toldRunEvent,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { RequestClient } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import { issuesOf, ShapeError } from '../errors/shape-error';
import { onlyItem } from '../lists/batch';
import { KeptObjects } from '../metadata/kept-objects';
import { entryOf, Registry } from '../registry/registry';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';
import { WorkflowDoors } from './workflow-doors';

/** Runs that somebody asks for, and what is told of them (contract 2.6). */
@Controller()
export class RunReportsController {
  constructor(
    private readonly requests: RequestClient,
    private readonly registry: Registry,
    private readonly doors: WorkflowDoors,
    private readonly objects: KeptObjects,
  ) {}

  /** The job is one of the runtime's site; the run waits under its id until a site claims the job. */
  @Route(ROUTES.startRun)
  async start({ query, body, caller, idempotencyKey }: Asked<typeof ROUTES.startRun>): Promise<RunSummary> {
    const workflow = entryOf(await this.registry.workflows(), query.job_id, 'workflow');
    await this.doors.demand(workflow, caller);
    const config = configOf(body);
    const options = {
      caller: this.objects.runtime,
      idempotencyKey: idempotencyKey && `${idempotencyKey}/job`,
    };
    const jobs = { items: [{ workflow: { id: workflow.id }, config }] };
    const { id: job_id } = onlyItem(await this.requests.request(createJobs, jobs, options));
    const object_id = objectIn(config);
    const asked = { job_id, workflow_id: workflow.id, object_id, asked_by: nameOfCaller(caller) };
    return this.requests.request(requestJobRun, asked, {
      caller: { kind: 'service', service: 'api-gateway' },
    });
  }

  @Route(ROUTES.tellRunEvent)
  tell({
    params,
    query,
    body,
    caller,
    idempotencyKey,
  }: Asked<typeof ROUTES.tellRunEvent>): Promise<RunSummary> {
    const event = wholeEvent({ ...body, ...query });
    if (event.run.id !== params.run_id) {
      throw new DomainError(
        'bad-request',
        `the event is about the run '${event.run.id}', not '${params.run_id}'`,
      );
    }
    return this.requests.request(tellRunEvent, event, { caller, idempotencyKey });
  }
}

/** What stands neither in the query nor in the body is missing. @throws ShapeError */
function wholeEvent(sent: Partial<ToldRunEvent>): ToldRunEvent {
  const parsed = toldRunEvent.safeParse(sent);
  if (parsed.success) return parsed.data;
  throw new ShapeError(issuesOf('query', sent, parsed.error));
}

/** @throws DomainError `too-large` */
function configOf({ run_config, inputs }: Asked<typeof ROUTES.startRun>['body']): Record<string, unknown> {
  const named = inputs?.length ? { object_id: inputs[0], inputs } : {};
  const config = { ...named, ...run_config };
  const bytes = Buffer.byteLength(JSON.stringify(config));
  if (bytes <= RUN_CONFIG_BYTES) return config;
  const text = `the config would have ${bytes} bytes, at most ${RUN_CONFIG_BYTES} are taken: register an object and name its id`;
  throw new DomainError('too-large', text);
}

/** As the run finds it when its job is claimed: only a text is the id of an object. */
function objectIn({ object_id }: Record<string, unknown>): string | null {
  return typeof object_id === 'string' && object_id.length >= 1 && object_id.length <= 300 ? object_id : null;
}
