import {
  type Caller,
  createJobs,
  nameOfCaller,
  registerObjects,
  type RequestContract,
  requestRun,
  ROUTES,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { RequestClient, type RequestOptions } from '@callboard/messaging';
import { Controller, Inject } from '@nestjs/common';
import { z } from 'zod';
import { demandAllowed } from '../auth/demand-allowed';
import { ReplyInstead } from '../errors/reply-instead';
import { onlyItem } from '../lists/batch';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';
import { GATEWAY_SETTINGS, type GatewaySettings } from '../settings';
import { KeptStream } from './kept-stream';
import { SubmissionStream, type Verdict } from './submission-stream';

/** What ingests metadata; only the runtime's own site runs it (design 7). */
const METADATA_IN = 'metadata-in-1.0.0';

const sameObject = z.object({ object_id: z.string() });

/** Metadata as it comes in (contract 6). */
@Controller()
export class SubmissionsController {
  private readonly submissions = new SubmissionStream();

  constructor(
    private readonly requests: RequestClient,
    @Inject(GATEWAY_SETTINGS) private readonly settings: GatewaySettings,
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
    const kept = new KeptStream(stream, this.asking({ caller: this.runtime }));
    const { valid, findings } = await this.submissions.check(kept, this.asking());
    if (!valid) throw refused(findings);
    const objectId = await this.objectOf(kept, caller, idempotencyKey);
    const asked = { workflow_id: METADATA_IN, object_id: objectId, asked_by: nameOfCaller(caller) };
    const { run_id } = await this.requests.request(requestRun, asked, { caller: GATEWAY });
    await this.post(objectId, run_id);
    return { type: 'success' as const, detail: { run_id } };
  }

  /** One job for each run, however often it is asked for. */
  private async post(objectId: string, runId: string): Promise<void> {
    const jobs = [{ workflow: { id: METADATA_IN }, config: { object_id: objectId } }];
    const options = { caller: this.runtime, idempotencyKey: `run/${runId}` };
    onlyItem(await this.requests.request(createJobs, { items: jobs }, options));
  }

  /** The object of these bytes: a new one, or the one that has them. */
  private async objectOf(kept: KeptStream, caller: Caller, key: string | undefined): Promise<string> {
    const { size, sha256 } = await kept.finish();
    const object = {
      size,
      checksums: [{ type: 'sha256', checksum: sha256 }],
      mime_type: 'application/json',
      created_time: new Date().toISOString(),
      description: `metadata submitted by ${nameOfCaller(caller)}`,
      access_methods: [],
    };
    const item = { object, upload_id: kept.uploadId };
    const options = { caller: this.runtime, idempotencyKey: key && `${key}/object` };
    const { items } = await this.requests.request(registerObjects, { items: [item] }, options);
    const [reply] = items;
    if (reply?.ok === false && reply.error.code === 'object-exists') {
      const known = sameObject.safeParse(reply.error.details);
      if (known.success) return known.data.object_id;
    }
    return onlyItem({ items }).id;
  }

  private asking(options: RequestOptions = {}) {
    return <I, O>(contract: RequestContract<I, O>, input: I): Promise<O> =>
      this.requests.request(contract, input, { caller: GATEWAY, ...options });
  }

  private get runtime(): Caller {
    return { kind: 'site', siteId: this.settings.RUNTIME_SITE_ID, clientId: 'api-gateway' };
  }
}

const GATEWAY: Caller = { kind: 'service', service: 'api-gateway' };
const SUBMIT = 'allow:/metadata/json:submit';

const errorsOf = (findings: Verdict['findings']) => ({ result: 'errors' as const, detail: findings });

/** Clients look for words in a text (contract 2.7, D30). */
function refused(findings: Verdict['findings']): ReplyInstead {
  const reason = new DomainError('invalid-metadata', 'The metadata breaks rules of the schema.', {
    findings,
  });
  return new ReplyInstead(
    422,
    { detail: JSON.stringify(errorsOf(findings)), code: 'invalid-metadata' },
    reason,
  );
}
