import { idSchema, type JobIn, MESSAGE_BYTES } from '@callboard/contracts';
import { DomainError, mintId } from '@callboard/kernel';
import type { Transaction } from '@callboard/persistence';
import type { Author } from '../use-cases/jobs-store';
import { ADMISSION_LOCK, ADMIT_WORKFLOWS, CREATE_JOBS, type JobToCreate } from './create-jobs.sql';
import type { ChangedJob } from './tell-changed';

/** Most workflow ids that jobs may name without anybody having registered them (design 4). */
const UNREGISTERED_LIMIT = 1000;

/** The reply to a claim shows a job twice, and is one message. */
const JOB_BYTES = MESSAGE_BYTES / 2 - 1024 * 1024;

export type CreatedRecord = ChangedJob & { created_at: Date };

/**
 * Creates jobs inside a transaction, but for those whose workflow is not registered when no further id is kept. One
 * statement for jobs of known workflows; new workflow ids cost two more.
 */
export async function createAdmitted(
  tx: Transaction,
  jobs: readonly JobToCreate[],
  { who, traceparent, siteId }: Author,
): Promise<CreatedRecord[]> {
  const insert = (some: readonly JobToCreate[]): Promise<CreatedRecord[]> =>
    tx.query<CreatedRecord>(CREATE_JOBS, [JSON.stringify(some), who, traceparent, siteId ?? null]);
  const rows = await insert(jobs);
  if (rows.length === jobs.length) return rows;
  const made = new Set(rows.map((row) => row.id));
  const rest = jobs.filter((job) => !made.has(job.id));
  await admitWorkflows(tx, new Set(rest.map((job) => job.workflow_id)));
  return [...rows, ...(await insert(rest))];
}

/** Keeps these ids of workflows that nobody registered, as far as there is room. */
export async function admitWorkflows(tx: Transaction, ids: ReadonlySet<string>): Promise<void> {
  await tx.query(ADMISSION_LOCK);
  await tx.query(ADMIT_WORKFLOWS, [[...ids], UNREGISTERED_LIMIT]);
}

/** The row that a posted job becomes, under a new id. */
export function jobToCreate(posted: JobIn, place: number): JobToCreate {
  const { workflow, config, name, description, claims } = posted;
  return {
    place,
    id: mintId(),
    workflow_id: workflow.id,
    workflow,
    config,
    name: name ?? null,
    description: description ?? null,
    object_id: objectOf(config),
    capability_ids: [...new Set(workflow.capability_ids ?? [])],
    size_bytes: sizeOf(posted),
    sent_empty: [
      ...(name === null ? ['name'] : []),
      ...(description === null ? ['description'] : []),
      ...(claims?.length === 0 ? ['claims'] : []),
    ],
    available_at: posted.available_at ?? null,
  };
}

/** A text that is no id, because ids are shorter, makes no identity. */
function objectOf({ object_id: id }: JobIn['config']): string | null {
  return idSchema.safeParse(id).data ?? null;
}

function sizeOf({ workflow, config, name, description }: JobIn): number {
  const bytes = Buffer.byteLength(JSON.stringify([workflow, config, name, description]));
  if (bytes <= JOB_BYTES) return bytes;
  const words = `a job of ${bytes} bytes; at most ${JOB_BYTES} are taken: register large input as objects and name their ids`;
  throw new DomainError('too-large', words);
}
