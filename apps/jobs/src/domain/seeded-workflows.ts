import { CONTRACT_WORKFLOWS, type SeededEntry } from '@callboard/contracts';

/** What only the runtime's own site runs: nobody else can swallow a submission (design 7). */
export const OWN_WORKFLOWS: readonly string[] = [
  'metadata-in-1.0.0',
  'apply-changesheet-1.0.0',
  'gold-translation-1.0.0',
  'register-put-object-1.0.0',
  'housekeeping-1.0.0',
];

/** The registry of contract 4, the workflow of the demo, and what the runtime's site does besides. All need no capability. */
export const SEEDED_WORKFLOWS: readonly SeededEntry[] = [
  ...CONTRACT_WORKFLOWS,
  {
    id: 'sequence-summary-1.0.0',
    created_at: '2026-06-01T00:00:00.000Z',
    name: 'Sequence summary',
    description: 'Counts the sequences and bases of a FASTA or FASTQ file',
  },
  {
    id: 'register-put-object-1.0.0',
    created_at: '2026-11-28T00:00:00.000Z',
    name: 'Register a put object',
    description: 'Registers what a site has put into the object store, with the id that was promised',
  },
  {
    id: 'housekeeping-1.0.0',
    created_at: '2026-11-28T00:00:00.000Z',
    name: 'Housekeeping',
    description: 'Archives operations that ended long ago; nothing is removed',
  },
];
