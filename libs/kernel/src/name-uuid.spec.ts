import { uuidOf } from './name-uuid';

describe('the UUID of a name', () => {
  it('is of version 5, and the same each time', () => {
    expect(uuidOf('a')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(uuidOf('a')).toBe(uuidOf('a'));
  });

  it('differs from name to name', () => {
    const names = Array.from({ length: 1000 }, (_, n) => uuidOf(`run ${n}`));
    expect(new Set(names).size).toBe(names.length);
  });

  it('stays what it was: others keep it', () => {
    expect(uuidOf('nmdc:sys0d3f7h2m9qx4w61/1')).toBe('bab5e310-aaff-58bb-a48e-d81c7c2b3096');
  });
});
