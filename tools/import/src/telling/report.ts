import { closeSync, openSync, writeSync } from 'node:fs';
import type { Place } from '../reading/entry';

/** What can become of one document; in a dry run it is `readable`. `dangling` is told of what it refers to, besides. */
export const OUTCOMES = ['taken', 'here', 'readable', 'differs', 'refused', 'left-out', 'dangling'] as const;
export type ReportedOutcome = (typeof OUTCOMES)[number];

/** One line of the report. */
export interface Finding {
  readonly collection: string;
  readonly outcome: ReportedOutcome;
  readonly place?: Place;
  readonly id?: string | undefined;
  readonly code?: string | undefined;
  readonly message?: string | undefined;
}

export type Counts = Record<ReportedOutcome, number>;
const NONE: Counts = { taken: 0, here: 0, readable: 0, differs: 0, refused: 0, 'left-out': 0, dangling: 0 };

/** Counts everything, and writes what somebody has to know into a file, one JSON document a line. */
export class Report {
  private readonly counts = new Map<string, Counts>();
  private readonly descriptor: number;

  /** Begins the file anew. @throws what the file system says */
  constructor(readonly file: string) {
    this.descriptor = openSync(file, 'w');
  }

  tell(findings: readonly Finding[]): void {
    const lines = findings.flatMap((finding) => {
      this.count(finding.collection, finding.outcome, 1);
      return isPlain(finding) ? [] : [lineOf(finding)];
    });
    if (lines.length > 0) writeSync(this.descriptor, `${lines.join('\n')}\n`);
  }

  /** More of what was told by examples. */
  count(collection: string, outcome: ReportedOutcome, more: number): void {
    const counts = this.counts.get(collection) ?? { ...NONE };
    counts[outcome] += more;
    this.counts.set(collection, counts);
  }

  get total(): Counts {
    const total = { ...NONE };
    for (const counts of this.counts.values())
      for (const outcome of OUTCOMES) total[outcome] += counts[outcome];
    return total;
  }

  of(collection: string): Counts {
    return this.counts.get(collection) ?? { ...NONE };
  }

  close(): void {
    closeSync(this.descriptor);
  }
}

/** What went as it should needs no line. */
const isPlain = ({ outcome, code }: Finding): boolean =>
  outcome === 'here' || outcome === 'readable' || (outcome === 'taken' && code === undefined);

const lineOf = ({ place, ...finding }: Finding): string => JSON.stringify({ ...finding, ...place });
