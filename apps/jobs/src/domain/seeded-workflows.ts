import { CONTRACT_WORKFLOWS, type SeededEntry } from '@callboard/contracts';

/** The registry of contract 4, and the workflow of the demo. All need no capability. */
export const SEEDED_WORKFLOWS: readonly SeededEntry[] = [
  ...CONTRACT_WORKFLOWS,
  {
    id: 'sequence-summary-1.0.0',
    created_at: '2026-06-01T00:00:00.000Z',
    name: 'Sequence summary',
    description: 'Counts the sequences and bases of a FASTA or FASTQ file',
  },
];
