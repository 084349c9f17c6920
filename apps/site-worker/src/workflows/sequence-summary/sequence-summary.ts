/** What a summary of sequences says. Lengths and counts are in bases. */
export interface SequenceSummary {
  format: 'fasta' | 'fastq';
  sequences: number;
  bases: number;
  /** G, C and S (strong), in either case. */
  gc_bases: number;
  /** `gc_bases` by all bases that are not N; four decimals. Null when there is none. */
  gc_fraction: number | null;
  n_bases: number;
  shortest: number;
  longest: number;
  /** Length L such that sequences of at least L hold at least half of all bases. */
  n50: number;
  /** FASTQ only: mean Phred quality (offset 33) over all bases; two decimals. */
  mean_quality?: number;
}

/** Lengths and how often each came: small for reads, however many there are. */
export type LengthHistogram = ReadonlyMap<number, number>;

/** N50 of the lengths; 0 when they hold no base. */
export function n50(lengths: LengthHistogram): number {
  const descending = [...lengths].sort(([a], [b]) => b - a);
  const total = descending.reduce((sum, [length, count]) => sum + length * count, 0);
  let covered = 0;
  for (const [length, count] of descending) {
    covered += length * count;
    if (covered * 2 >= total) return length;
  }
  return 0;
}
