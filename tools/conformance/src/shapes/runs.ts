import type { Shape } from '../compare';

/** Runs (contract 1.3), in which "job" means a registered workflow. */
const jobSummary: Shape = {
  name: 'JobSummary',
  must: { id: 'text', description: 'text', producer: 'text', schemaURL: 'text' },
};

const TYPES = ['REQUESTED', 'STARTED', 'FAIL', 'COMPLETE'] as const;

export const runSummary: Shape = {
  name: 'RunSummary',
  must: {
    id: 'text',
    status: TYPES,
    started_at_time: 'time',
    was_started_by: 'text',
    inputs: { listOf: 'text' },
    outputs: { listOf: 'text' },
    job: { shape: jobSummary },
    producer: 'text',
    schemaURL: 'text',
  },
};

export const runEvent: Shape = {
  name: 'RunEvent',
  must: {
    run: { shape: { name: 'Run', must: { id: 'text' } } },
    job: { shape: jobSummary },
    type: TYPES,
    time: 'text',
    producer: 'text',
    schemaURL: 'text',
    inputs: { listOf: 'text' },
    outputs: { listOf: 'text' },
  },
};
