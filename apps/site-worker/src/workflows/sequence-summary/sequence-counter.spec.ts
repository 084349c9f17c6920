import { gunzipSync } from 'node:zlib';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SequenceCounter } from './sequence-counter';
import { n50 } from './sequence-summary';

/** Counts a text cut into pieces of `size` bytes: no cut may change the result. */
function count(text: string | Uint8Array, size = 7) {
  const counter = new SequenceCounter();
  const bytes = Buffer.from(text as string);
  for (let at = 0; at < bytes.length; at += size) counter.take(bytes.subarray(at, at + size));
  return counter.finish();
}

const FASTA = '>one first\nACGT\nNNgc\n\n>two\r\nAAAAAAAAAA\r\n>empty\n>three\nAC';
const FASTQ = '@r1\nACGT\n+\nIIII\n@r2 x\nGG\n+r2\n!5\n';

describe('SequenceCounter', () => {
  it.each([1, 2, 3, 1000])('counts FASTA cut into pieces of %d bytes', (size) => {
    expect(count(FASTA, size)).toEqual({
      format: 'fasta',
      sequences: 4,
      bases: 20,
      gc_bases: 5,
      gc_fraction: 0.2778,
      n_bases: 2,
      shortest: 0,
      longest: 10,
      n50: 10,
    });
  });

  it.each([1, 2, 3, 1000])('counts FASTQ cut into pieces of %d bytes', (size) => {
    expect(count(FASTQ, size)).toMatchObject({
      format: 'fastq',
      sequences: 2,
      bases: 6,
      gc_bases: 4,
      shortest: 2,
      longest: 4,
      n50: 4,
      mean_quality: (4 * 40 + 0 + 20) / 6,
    });
  });

  it.each([
    ['nothing', '', /no sequence/],
    ['another format', 'LOCUS x\n', /line 1 begins with "L": neither FASTA/],
    ['a FASTQ cut after the sequence', '@r1\nACGT\n', /truncated/],
    ['a FASTQ cut within the qualities', '@r1\nACGT\n+\nII', /2 qualities for 4 bases/],
    ['a missing plus line', '@r1\nACGT\nIIII\n', /line 3 begins with "I" where "\+" should stand/],
    ['a record that does not begin with @', '@r1\nAC\n+\nII\nr2\n', /line 5 begins with "r"/],
    ['bytes that are no bases', '>x\nAC\u0001T\n', /line 2, column 3: byte 1 is no base/],
  ])('refuses %s', (_what, text, message) => {
    expect(() => count(text)).toThrow(message);
  });

  it('takes a lone header, and blank lines at the end', () => {
    expect(count('>x').sequences).toBe(1);
    expect(count(`${FASTQ}\n\n`).sequences).toBe(2);
  });

  const sample = join(__dirname, '../../../../../../shared/samples/lambda_virus.fa.gz');
  (existsSync(sample) ? it : it.skip)('counts the genome of phage lambda', () => {
    expect(count(gunzipSync(readFileSync(sample)), 65_536)).toMatchObject({
      sequences: 1,
      bases: 48_502,
      gc_bases: 24_182,
      gc_fraction: 0.4986,
      n50: 48_502,
    });
  });
});

describe('n50', () => {
  it('is the length at which half of all bases are covered', () => {
    expect(
      n50(
        new Map([
          [2, 1],
          [3, 1],
          [4, 1],
          [5, 1],
          [6, 1],
          [10, 1],
        ]),
      ),
    ).toBe(6);
    expect(n50(new Map([[100, 3]]))).toBe(100);
    expect(n50(new Map())).toBe(0);
  });
});
