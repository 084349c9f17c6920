import { plainOf, Unreadable } from './extended-json';

describe('extended JSON', () => {
  it.each([
    [{ $oid: '62cb' }, '62cb'],
    [{ $date: '2022-01-01T00:00:00Z' }, '2022-01-01T00:00:00.000Z'],
    [{ $date: { $numberLong: '1640995200000' } }, '2022-01-01T00:00:00.000Z'],
    [{ $date: 1640995200000 }, '2022-01-01T00:00:00.000Z'],
    [{ $numberLong: '42' }, 42],
    [{ $numberInt: '-1' }, -1],
    [{ $numberDouble: '719.5' }, 719.5],
    [{ $numberDecimal: '0.5' }, 0.5],
    [
      { a: [{ b: { $numberLong: '1' } }], $c: 1 },
      { a: [{ b: 1 }], $c: 1 },
    ],
    [
      { $date: 'x', other: 1 },
      { $date: 'x', other: 1 },
    ],
  ])('%j is %j', (value, plain) => {
    expect(plainOf(value)).toEqual(plain);
  });

  it('keeps a key of any name', () => {
    const plain = plainOf(JSON.parse('{"__proto__": {"a": {"$numberInt": "1"}}}')) as object;
    expect(JSON.stringify(plain)).toBe('{"__proto__":{"a":1}}');
  });

  it.each([
    { $numberLong: '9007199254740993' },
    { $numberDouble: 'NaN' },
    { $date: 'soon' },
    { $binary: { base64: '', subType: '00' } },
    { $numberLong: '' },
    { $oid: 1 },
  ])('refuses %j', (value) => {
    expect(() => plainOf(value)).toThrow(Unreadable);
  });
});
