import {
  JOB_OPERATION_MODEL,
  type Operation,
  type OperationReply,
  PUT_OPERATION_MODEL,
} from '@callboard/contracts';
import { fullWorkflowRef } from '../jobs/job.view';

/** An operation with its metadata as stored: the reply to a claim (contract 2.5). */
export function setOperation(operation: Operation): OperationReply {
  const { id, done, expire_time, result, metadata, outcome, attempt, archived_at } = operation;
  return {
    id,
    done,
    expire_time,
    result: result ?? null,
    metadata,
    outcome,
    attempt,
    ...(archived_at && { archived_at }),
  };
}

/** FULL: metadata of the known models shows explicit nulls for unset parts too (contract 1.3, 2.6). */
export function fullOperation(operation: Operation): OperationReply {
  return { ...setOperation(operation), metadata: fullMetadata(operation.metadata) };
}

function fullMetadata(metadata: Operation['metadata']): Operation['metadata'] {
  if (metadata.model === PUT_OPERATION_MODEL) return { cancelled: null, ...metadata };
  if (metadata.model !== JOB_OPERATION_MODEL) return metadata;
  const job = metadata.job as { workflow?: { id: string } } | null | undefined;
  const workflow = job?.workflow;
  return {
    cancelled: null,
    ...metadata,
    ...(workflow ? { job: { ...job, workflow: fullWorkflowRef(workflow) } } : {}),
  };
}
