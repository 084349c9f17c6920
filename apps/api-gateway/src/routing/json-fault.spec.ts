import { offsetOfFault } from './json-fault';

describe('the place where JSON breaks off', () => {
  it.each([
    ['', 0],
    ['hello', 0],
    ['{"a":}', 5],
    ['{"a" 1}', 5],
    ['{a:1}', 1],
    ['[1,]', 3],
    ['[1 2]', 3],
    ['{"a":1,}', 7],
    ['{"a":1', 6],
    ['["a\\x"]', 1],
    ['{"a":1}}', 7],
    ['  [01]', 4],
    ['[1}', 2],
    ['{"a":[true,nul]}', 11],
    ['"a\nb"', 0],
  ])('%j breaks off at %d', (text, offset) => {
    expect(offsetOfFault(text)).toBe(offset);
  });

  it.each(['{}', '[]', ' {"a": [1, -2.5e3, "x\\u00e9\\n", null, true]} ', '"x"', '0'])(
    '%j is JSON',
    (text) => {
      expect(offsetOfFault(text)).toBeUndefined();
    },
  );

  it('does not search a very long text', () => {
    expect(offsetOfFault(`["${'x'.repeat(2_000_000)}"`)).toBe(0);
  });
});
