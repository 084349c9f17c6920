import {
  type Caller,
  createJobs,
  nameOfCaller,
  type RequestContract,
  requestRun,
  ROUTES,
} from '@callboard/contracts';
import { RequestClient, type RequestOptions } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import { demandAllowed } from '../auth/demand-allowed';
import { onlyItem } from '../lists/batch';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';
import { KeptObjects } from './kept-objects';
import { KeptStream } from './kept-stream';
import { errorsOf, submissionRefused } from './submission-reply';
import { SubmissionStream } from './submission-stream';

/** What ingests metadata; only the runtime's own site runs it (design 7). */
const METADATA_IN = 'metadata-in-1.0.0';

/** Metadata as it comes in (contract 6). */
@Controller()
export class SubmissionsController {
  private readonly submissions = new SubmissionStream();

  constructor(
    private readonly requests: RequestClient,
    private readonly objects: KeptObjects,
  ) {}

  /** Open to everybody, so nothing is kept of it. */
  @Route(ROUTES.validateJson)
  async validate({ stream }: Asked<typeof ROUTES.validateJson>) {
    const { valid, findings } = await this.submissions.check(stream, this.asking());
    return valid ? { result: 'All Okay!' as const } : errorsOf(findings);
  }

  /**
   * The bytes become an object of the runtime's site, a run is noted as asked for, and a job is posted, which a worker
   * claims like any other (contract 6.3, D20). Each step can be repeated: the same bytes are one object, and while a run
   * of it has not ended, that is the run.
   */
  @Route(ROUTES.submitJson)
  async submit({ stream, caller, idempotencyKey }: Asked<typeof ROUTES.submitJson>) {
    demandAllowed(SUBMIT, caller);
    const kept = new KeptStream(stream, this.asking({ caller: this.objects.runtime }));
    const { valid, findings } = await this.submissions.check(kept, this.asking());
    if (!valid) throw submissionRefused(findings);
    const description = `metadata submitted by ${nameOfCaller(caller)}`;
    const described = { mime_type: 'application/json', description };
    const { id: objectId } = await this.objects.of(kept, described, idempotencyKey);
    const asked = { workflow_id: METADATA_IN, object_id: objectId, asked_by: nameOfCaller(caller) };
    const { run_id } = await this.requests.request(requestRun, asked, { caller: GATEWAY });
    await this.post(objectId, run_id);
    return { type: 'success' as const, detail: { run_id } };
  }

  /** One job for each run, however often it is asked for. */
  private async post(objectId: string, runId: string): Promise<void> {
    const jobs = [{ workflow: { id: METADATA_IN }, config: { object_id: objectId } }];
    const options = { caller: this.objects.runtime, idempotencyKey: `run/${runId}` };
    onlyItem(await this.requests.request(createJobs, { items: jobs }, options));
  }

  private asking(options: RequestOptions = {}) {
    return <I, O>(contract: RequestContract<I, O>, input: I): Promise<O> =>
      this.requests.request(contract, input, { caller: GATEWAY, ...options });
  }
}

const GATEWAY: Caller = { kind: 'service', service: 'api-gateway' };
const SUBMIT = 'allow:/metadata/json:submit';
