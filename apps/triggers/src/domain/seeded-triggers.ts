/** A trigger that is there from the first boot. */
export interface SeededTrigger {
  readonly objectTypeId: string;
  readonly workflowId: string;
  /** ISO date; created at midnight UTC. */
  readonly created: string;
}

const seeded = (created: string, objectTypeId: string, workflowId: string): SeededTrigger => ({
  objectTypeId,
  workflowId,
  created,
});

/** The registry of contract 4, and the trigger of the demo. Two of them name workflows that nobody registered (D21). */
export const SEEDED_TRIGGERS: readonly SeededTrigger[] = [
  seeded('2021-06-01', 'metadata-in', 'metadata-in-1.0.0'),
  seeded('2021-09-01', 'metaproteomics_analysis_activity_set', 'metap-metadata-1.0.0'),
  seeded('2021-09-01', 'metagenome_raw_paired_end_reads', 'metag-1.0.0'),
  seeded('2021-09-07', 'metatranscriptome_raw_paired_end_reads', 'metat-1.0.0'),
  seeded('2021-09-09', 'test', 'test'),
  seeded('2021-09-20', 'nom-input', 'nom-1.0.0'),
  seeded('2021-09-20', 'gcms-metab-input', 'gcms-metab-1.0.0'),
  seeded('2021-09-30', 'metadata-changesheet', 'apply-changesheet-1.0.0'),
  seeded('2022-01-20', 'metagenome_sequencing_activity_set', 'mgrc-1.0.6'),
  seeded('2022-01-20', 'metagenome_sequencing_activity_set', 'metag-1.0.0'),
  seeded('2022-01-20', 'metagenome_annotation_activity_set', 'mags-1.0.4'),
  seeded('2022-01-20', 'metagenome_assembly_set', 'mgann-1.0.0'),
  seeded('2022-01-20', 'read_qc_analysis_activity_set', 'mgasm-1.0.3'),
  seeded('2022-01-20', 'read_qc_analysis_activity_set', 'mgrba-1.0.2'),
  seeded('2026-11-23', 'sequence-reads', 'sequence-summary-1.0.0'),
];
