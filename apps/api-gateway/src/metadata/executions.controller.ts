import {
  BATCH_LIMIT,
  type Caller,
  deleteJobs,
  insertExecutions,
  removeExecution,
  type RequestContract,
  ROUTES,
  TRANSIENT_CODES,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { RequestClient } from '@callboard/messaging';
import { Controller, StreamableFile } from '@nestjs/common';
import type { z } from 'zod';
import { demandAllowed } from '../auth/demand-allowed';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';
import { DigestedStream } from './digested-stream';
import { submissionRefused } from './submission-reply';
import { SubmissionStream } from './submission-stream';

const SUBMIT = 'allow:/metadata/json:submit';

type Removed = z.infer<typeof removeExecution.output>;

/** Executions of workflows (contract 2.8). */
@Controller()
export class ExecutionsController {
  private readonly submissions = new SubmissionStream();

  constructor(private readonly requests: RequestClient) {}

  /** Staged as whoever asks, who alone can go on with it, and checked before the documents are locked. */
  @Route(ROUTES.insertExecutions)
  async insert({ stream, caller, operation, idempotencyKey }: Asked<typeof ROUTES.insertExecutions>) {
    demandAllowed(SUBMIT, caller);
    const sent = new DigestedStream(stream);
    const ask = <I, O>(contract: RequestContract<I, O>, input: I): Promise<O> =>
      this.requests.request(contract, input, { caller });
    const documents = await this.submissions.staged(sent, ask, async ({ submissionId, valid, findings }) => {
      if (!valid) throw submissionRefused(findings);
      const asked = { submission_id: submissionId, digest: sent.digest(), operation_id: operation };
      // A result is written once by its operation, whose permit ends with the very transaction: none is kept for a key.
      const key = operation === undefined ? idempotencyKey : undefined;
      const options = { caller, idempotencyKey: key };
      const reply = await this.requests.request(insertExecutions, asked, options);
      return reply.documents;
    });
    return { message: documents === 0 ? 'Done' : `Inserted ${documents} documents` };
  }

  @Route(ROUTES.deleteExecution)
  async delete({ params, caller }: Asked<typeof ROUTES.deleteExecution>) {
    const removed = await this.requests.request(
      removeExecution,
      { id: params.workflow_execution_id },
      { caller },
    );
    const jobIds = await this.deleteJobs(removed, caller);
    const { executions, data_objects, aggregates } = removed;
    const documents = executions.length + data_objects.length + aggregates.length;
    const ofJobs = jobIds
      ? ` and ${counted(jobIds.length, 'job')}`
      : '; their jobs are deleted as soon as the service of jobs answers';
    return {
      message: `Deleted ${counted(documents, 'document')}${ofJobs}`,
      deleted_workflow_execution_ids: executions,
      deleted_data_object_ids: data_objects,
      deleted_functional_annotation_agg_oids: aggregates,
      deleted_job_ids: jobIds ?? [],
    };
  }

  @Route(ROUTES.postActivities)
  async activities(): Promise<StreamableFile> {
    // A bare text would be sent as text, and not as JSON.
    const bytes = Buffer.from(JSON.stringify(ROUTES.postActivities.example.reply));
    return new StreamableFile(bytes, { type: 'application/json; charset=utf-8' });
  }

  /** Undefined when `jobs` does not answer: it hears of the removal by the event, and does the same. */
  private async deleteJobs(
    { executions, removed_at }: Removed,
    caller: Caller,
  ): Promise<string[] | undefined> {
    const jobIds: string[] = [];
    try {
      for (let from = 0; from < executions.length; from += BATCH_LIMIT) {
        const batch = executions.slice(from, from + BATCH_LIMIT);
        const items = batch.map((activity_id) => ({ activity_id, removed_at }));
        jobIds.push(...(await this.requests.request(deleteJobs, { items }, { caller })).job_ids);
      }
      return jobIds;
    } catch (error) {
      if (error instanceof DomainError && TRANSIENT_CODES.includes(error.code)) return undefined;
      throw error;
    }
  }
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
