import type { Shape } from '../compare';
import { workflow } from './registry';

/** Jobs and operations (contract 1.3). */
const claim: Shape = {
  name: 'JobClaim',
  must: { op_id: 'text', site_id: 'text' },
  may: { done: 'flag', cancelled: 'flag' },
};

export const job: Shape = {
  name: 'Job',
  must: { id: 'text', workflow: { shape: workflow }, config: 'object' },
  may: { created_at: 'time', claims: { listOf: { shape: claim } }, name: 'text', description: 'text' },
};

/** Clients may test this text. */
const MODEL = ['nmdc_runtime.api.models.job.JobOperationMetadata'] as const;

const jobOfOperation: Shape = {
  name: 'job of an operation',
  must: { id: 'text', workflow: { shape: workflow }, config: 'object' },
};

/** What the claim of a job gives: no nulls inside the metadata, as nothing is stored yet (contract 2.5). */
export const claimedOperation: Shape = {
  name: 'Operation of a claim',
  must: {
    id: 'text',
    done: [false],
    expire_time: 'time',
    result: [null],
    metadata: {
      shape: {
        name: 'JobOperationMetadata',
        must: { model: MODEL, site_id: 'text', job: { shape: jobOfOperation } },
      },
      mode: 'SET',
    },
  },
};

/** An operation of a job, as it is read later; its metadata shows what is unset as null (contract 2.6). */
export const jobOperation: Shape = {
  name: 'Operation of a job',
  must: {
    id: 'text',
    done: 'flag',
    expire_time: 'time',
    metadata: {
      shape: {
        name: 'JobOperationMetadata',
        must: { model: MODEL, site_id: 'text', job: { shape: jobOfOperation } },
        may: { cancelled: 'flag' },
      },
    },
  },
  may: { result: 'any' },
};

/** Any operation of a list. */
export const operation: Shape = {
  name: 'Operation',
  must: { id: 'text', done: 'flag', expire_time: 'time' },
  may: { result: 'any', metadata: 'object' },
};
