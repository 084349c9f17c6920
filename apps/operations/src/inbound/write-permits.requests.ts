import { permitWrite, returnPermit } from '@callboard/contracts';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { PermitWrites } from '../use-cases/permit-writes';
import type { InputOf } from './operation-view';

/** What services ask that store results. */
@Controller()
export class WritePermitsRequests {
  constructor(private readonly permitWrites: PermitWrites) {}

  @OnRequest(permitWrite)
  async permit(
    { operation_id, site_id }: InputOf<typeof permitWrite>,
    { caller }: RequestContext,
  ): Promise<z.infer<typeof permitWrite.output>> {
    const { permitId, jobId, attempt, validMs } = await this.permitWrites.grant(
      operation_id,
      site_id,
      caller,
    );
    return { permit_id: permitId, job_id: jobId, attempt, valid_ms: validMs };
  }

  @OnRequest(returnPermit)
  async giveBack(
    { operation_id, permit_id }: InputOf<typeof returnPermit>,
    { caller }: RequestContext,
  ): Promise<Record<string, never>> {
    await this.permitWrites.giveBack(operation_id, permit_id, caller);
    return {};
  }
}
