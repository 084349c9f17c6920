import { JobFailure } from '@callboard/site-kit';
import { n50, type SequenceSummary } from './sequence-summary';

const LF = 10;
const CR = 13;
const MARKS = { fasta: 62 /* > */, fastq: 64 /* @ */, plus: 43 } as const;
const PHRED_OFFSET = 33;
const PHRED_LAST = 126;

/** Bytes that may stand for a base: the letters of IUPAC, gap and stop. */
const IS_BASE = byteSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-*.');
const IS_STRONG = byteSet('GCSgcs');

type Part = 'start' | 'header' | 'sequence' | 'plus' | 'quality';

/**
 * Counts the sequences of a FASTA or FASTQ text that comes in pieces, in memory that does not grow with the text: it
 * looks at each byte once and keeps no line. FASTQ records have four lines.
 *
 * `take` and `finish` throw a {@link JobFailure} `damaged-file` that names the line.
 */
export class SequenceCounter {
  private format: SequenceSummary['format'] | undefined;
  private part: Part = 'start';
  private line = 1;
  private column = 0;
  private sequences = 0;
  private bases = 0;
  private strong = 0;
  private unknown = 0;
  private length = 0;
  private qualities = 0;
  private qualitySum = 0;
  private readonly lengths = new Map<number, number>();

  get countedSequences(): number {
    return this.sequences;
  }

  get countedBases(): number {
    return this.bases;
  }

  /** Takes the next piece of the text. */
  take(piece: Uint8Array): void {
    for (let at = 0; at < piece.length; at += 1) {
      const byte = piece[at] as number;
      if (byte === LF) this.endLine();
      else if (byte !== CR) this.takeByte(byte);
    }
  }

  /** Ends the text and gives the summary. */
  finish(): SequenceSummary {
    if (this.column > 0) this.endLine();
    if (this.format === undefined) throw damaged('the file holds no sequence');
    if (this.format === 'fastq' && this.part !== 'header')
      throw damaged(`the file ends within a record, at line ${this.line}: it seems truncated`);
    if (this.format === 'fasta') this.endSequence();
    return this.summary(this.format);
  }

  private takeByte(byte: number): void {
    this.column += 1;
    if (this.part === 'sequence') this.takeBase(byte);
    else if (this.part === 'quality') this.takeQuality(byte);
    else if (this.column === 1) this.takeMark(byte);
  }

  private takeBase(byte: number): void {
    if (this.column === 1 && this.format === 'fasta' && byte === MARKS.fasta) {
      this.endSequence();
      this.part = 'header';
    } else if (IS_BASE[byte]) {
      this.length += 1;
      this.strong += IS_STRONG[byte] as number;
      if (byte === 78 || byte === 110) this.unknown += 1;
    } else {
      throw damaged(`line ${this.line}, column ${this.column}: ${shown(byte)} is no base`);
    }
  }

  private takeQuality(byte: number): void {
    if (byte < PHRED_OFFSET || byte > PHRED_LAST)
      throw damaged(`line ${this.line}, column ${this.column}: ${shown(byte)} is no quality`);
    this.qualities += 1;
    this.qualitySum += byte - PHRED_OFFSET;
  }

  /** The first byte of a line that must begin with a mark. */
  private takeMark(byte: number): void {
    if (this.part === 'start') this.format = formatOf(byte, this.line);
    const wanted = this.part === 'plus' ? MARKS.plus : MARKS[this.format ?? 'fasta'];
    if (byte !== wanted)
      throw damaged(`line ${this.line} begins with ${shown(byte)} where ${shown(wanted)} should stand`);
    if (this.part === 'start') this.part = 'header';
  }

  private endLine(): void {
    const blank = this.column === 0;
    if (this.part === 'header' && !blank) this.part = 'sequence';
    else if (this.format === 'fastq') this.endFastqLine(blank);
    this.line += 1;
    this.column = 0;
  }

  private endFastqLine(blank: boolean): void {
    if (this.part === 'sequence') this.part = 'plus';
    else if (this.part === 'plus') {
      if (blank) throw damaged(`line ${this.line} is blank where "+" should stand`);
      this.part = 'quality';
    } else if (this.part === 'quality') {
      if (this.qualities !== this.length)
        throw damaged(`line ${this.line}: ${this.qualities} qualities for ${this.length} bases`);
      this.endSequence();
      this.part = 'header';
    }
  }

  private endSequence(): void {
    this.sequences += 1;
    this.bases += this.length;
    this.lengths.set(this.length, (this.lengths.get(this.length) ?? 0) + 1);
    this.length = 0;
    this.qualities = 0;
  }

  private summary(format: SequenceSummary['format']): SequenceSummary {
    const called = this.bases - this.unknown;
    const lengths = [...this.lengths.keys()];
    return {
      format,
      sequences: this.sequences,
      bases: this.bases,
      gc_bases: this.strong,
      gc_fraction: called > 0 ? rounded(this.strong / called, 4) : null,
      n_bases: this.unknown,
      shortest: lengths.reduce((least, length) => Math.min(least, length), Infinity),
      longest: lengths.reduce((most, length) => Math.max(most, length), 0),
      n50: n50(this.lengths),
      ...(format === 'fastq' && this.bases > 0
        ? { mean_quality: rounded(this.qualitySum / this.bases, 2) }
        : {}),
    };
  }
}

function formatOf(byte: number, line: number): SequenceSummary['format'] {
  if (byte === MARKS.fasta) return 'fasta';
  if (byte === MARKS.fastq) return 'fastq';
  throw damaged(`line ${line} begins with ${shown(byte)}: neither FASTA (">") nor FASTQ ("@")`);
}

function damaged(message: string): JobFailure {
  return new JobFailure('damaged-file', message, { retriable: false });
}

function shown(byte: number): string {
  return byte > 32 && byte < 127 ? `"${String.fromCharCode(byte)}"` : `byte ${byte}`;
}

function rounded(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}

function byteSet(characters: string): Uint8Array {
  const set = new Uint8Array(256);
  for (const character of characters) set[character.charCodeAt(0)] = 1;
  return set;
}
