import { isMintedId, mintId, mintLocalId } from './ids';

describe('ids', () => {
  it('mints ids of the contract form', () => {
    expect(mintId()).toMatch(/^nmdc:sys0[0-9a-hjkmnp-tv-z]{12}[0-9]{2}$/);
    expect(mintLocalId()).not.toContain(':');
  });

  it('notices any single changed character', () => {
    const id = mintId();
    expect(isMintedId(id)).toBe(true);
    for (let at = 'nmdc:sys0'.length; at < id.length - 2; at += 1) {
      const other = id[at] === '0' ? '1' : '0';
      expect(isMintedId(id.slice(0, at) + other + id.slice(at + 1))).toBe(false);
    }
  });

  it('calls older ids not minted here, without failing', () => {
    for (const old of ['nmdc:fk0abc', '1bte-2c60-26', '', 'nmdc:sys0']) expect(isMintedId(old)).toBe(false);
  });

  it('does not repeat', () => {
    expect(new Set(Array.from({ length: 10_000 }, mintId)).size).toBe(10_000);
  });
});
