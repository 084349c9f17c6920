import { createHash } from 'node:crypto';
import { StatedChecksums } from './stated-checksums';

const BYTES = Buffer.from('>x\nACGT\n');

function hex(algorithm: string, outputLength?: number): string {
  return createHash(algorithm, outputLength ? { outputLength } : {})
    .update(BYTES)
    .digest('hex');
}

function verify(...stated: [type: string, checksum: string][]): void {
  const checksums = new StatedChecksums(stated.map(([type, checksum]) => ({ type, checksum })));
  checksums.take(BYTES.subarray(0, 3));
  checksums.take(BYTES.subarray(3));
  checksums.verify();
}

describe('StatedChecksums', () => {
  const computed: [string, string][] = [
    ['md5', hex('md5')],
    ['sha1', hex('sha1')],
    ['sha224', hex('sha224')],
    ['sha256', hex('sha256')],
    ['sha384', hex('sha384')],
    ['sha512', hex('sha512')],
    ['sha3_224', hex('sha3-224')],
    ['sha3_256', hex('sha3-256')],
    ['sha3_384', hex('sha3-384')],
    ['sha3_512', hex('sha3-512')],
    ['blake2b', hex('blake2b512')],
    ['blake2s', hex('blake2s256')],
    ['shake_128', hex('shake128', 16)],
    ['shake_256', hex('shake256', 200)],
  ];

  it.each(computed)('verifies %s', (type, checksum) => {
    verify([type, checksum]);
    verify([type, checksum.toUpperCase()]);
    const wrong = (checksum.startsWith('0') ? '1' : '0') + checksum.slice(1);
    expect(() => verify([type, wrong])).toThrow(expect.objectContaining({ code: 'checksum-mismatch' }));
  });

  it('verifies every one of several', () => {
    verify(...computed);
    expect(() => verify(...computed, ['md5', 'ab'.repeat(16)])).toThrow(`md5 ${'ab'.repeat(16)}`);
  });

  it('verifies several lengths of one that has any', () => {
    verify(['shake_128', hex('shake128', 16)], ['shake_128', hex('shake128', 64)]);
    const wrong = hex('shake128', 64).slice(0, -1) + (hex('shake128', 64).endsWith('0') ? '1' : '0');
    expect(() => verify(['shake_128', hex('shake128', 16)], ['shake_128', wrong])).toThrow();
  });

  it.each([
    ['a type that only contains a known one', 'salted-sha256', 'x'],
    ['a length of blake2b that Node does not compute', 'blake2b', 'ab'.repeat(32)],
    ['so few digits that chance would meet them', 'shake_256', '00'],
  ])('passes over %s', (_what, type, checksum) => {
    expect(() => verify([type, checksum])).not.toThrow();
  });
});
