import { decodeJson, MalformedBody, MAX_DEPTH } from './json-body';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

function faultOf(body: Uint8Array): MalformedBody {
  try {
    decodeJson(body);
  } catch (error) {
    if (error instanceof MalformedBody) return error;
    throw error;
  }
  throw new Error('it was taken');
}

describe('decodeJson', () => {
  it('reads JSON, with every character that PostgreSQL can keep', () => {
    const value = { text: 'ü \u{1F9EC} \\u0000 and \\ud800 in letters', list: [1, -2.5, null, true] };
    expect(decodeJson(bytes(JSON.stringify(value)))).toEqual(value);
    expect(decodeJson(bytes('"\\ud83e\\uddec"'))).toBe('\u{1F9EC}');
  });

  it('refuses broken UTF-8, no JSON, and nothing', () => {
    expect(faultOf(Uint8Array.of(0x22, 0xff, 0x22)).message).toMatch(/UTF-8/);
    expect(faultOf(bytes('{"a":')).message).toMatch(/not JSON/);
    expect(faultOf(bytes('')).message).toMatch(/not JSON/);
  });

  it('refuses NUL and lone surrogates, and says where', () => {
    expect(faultOf(bytes('{"a":[{"b":"x\\u0000"}]}'))).toMatchObject({ path: ['a', 0, 'b'] });
    expect(faultOf(bytes('{"a":"\\ud800"}'))).toMatchObject({ path: ['a'] });
    expect(faultOf(bytes('{"\\udc00":1}')).message).toMatch(/surrogate/);
  });

  it('refuses numbers beyond double precision', () => {
    expect(faultOf(bytes('{"n":1e999}'))).toMatchObject({ path: ['n'] });
  });

  it.each(['9007199254740993', '-9007199254740993', '{"a":[1,  12345678901234567890]}'])(
    'refuses %s, which would come back as another number',
    (text) => {
      expect(faultOf(bytes(text)).message).toMatch(/would be rounded to -?\d+: send it as text/);
    },
  );

  it.each([
    '9007199254740992',
    '1152921504606846976',
    '123456789012345680000',
    '[0.12345678901234567, 1e-1234567890123456, 1.2345678901234567e5]',
    '{"9007199254740993":"9007199254740993"}',
    '["\\\\",1,"\\"9007199254740993"]',
  ])('takes %s', (text) => {
    expect(decodeJson(bytes(text))).toEqual(JSON.parse(text));
  });

  it('refuses deep nesting without running out of stack', () => {
    expect(decodeJson(bytes(nested(MAX_DEPTH)))).toBeDefined();
    expect(faultOf(bytes(nested(MAX_DEPTH + 1))).message).toMatch(/deeper/);
    expect(faultOf(bytes(nested(100_000))).message).toMatch(/deeper/);
  });
});
