import { MAX_DEPTH } from '@callboard/messaging';
import { Seeded } from './seeded';

/** A JSON text to be put where something else belongs. `unreadable` ones are refused wherever they stand. */
export interface BadValue {
  name: string;
  text: string;
  unreadable?: true;
}

const plain = (name: string, value: unknown): BadValue => ({ name, text: JSON.stringify(value) });
const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

/** Too much for an index, however it is compressed. */
function randomText(length: number): string {
  return new Seeded(length).bytes(length / 2).toString('hex');
}

/** JSON that may or may not fit where it is put: the shape of the route decides. */
const VALUES: readonly BadValue[] = [
  plain('null', null),
  plain('true', true),
  plain('an empty text', ''),
  plain('a text', 'x'),
  plain('a digit in quotes', '12'),
  plain('a long text', 'x'.repeat(20_000)),
  plain('a long text that cannot be packed', randomText(6_000)),
  plain('a text of marks', `'";--\\ \u2028 %00 \${7*7} {{7*7}} $ne ../../etc/passwd\r\nSet-Cookie: a=b`),
  plain('emoji', '👩‍🔬'.repeat(300)),
  plain('zero', 0),
  plain('a negative number', -1),
  plain('a fraction', 1.5),
  { name: 'minus zero', text: '-0' },
  { name: '1e308', text: '1e308' },
  { name: '1e-400', text: '1e-400' },
  plain('2^31', 2 ** 31),
  plain('2^53-1', 2 ** 53 - 1),
  plain('2^53', 2 ** 53),
  plain('an empty list', []),
  plain('a list', [1, 'x', null]),
  plain('a list in a list', [[[]]]),
  plain('an empty object', {}),
  plain('an object', { id: 'x', $ne: null }),
  plain(
    'a long list',
    Array.from({ length: 2000 }, (_, n) => n),
  ),
  { name: 'prototype keys', text: '{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}' },
  { name: 'a key twice', text: '{"a":1,"a":{"b":2}}' },
  { name: 'nothing', text: '' },
  { name: 'as deep as may be', text: deep(MAX_DEPTH - 20) },
];

/** What cannot be kept, or is not even JSON (design 9). */
const UNREADABLE: readonly BadValue[] = [
  { name: '1e400', text: '1e400' },
  { name: '-1e400', text: '-1e400' },
  { name: '2^53+1', text: '9007199254740993' },
  { name: 'NUL', text: '"a\\u0000b"' },
  { name: 'NUL in a key', text: '{"a\\u0000":1}' },
  { name: 'a lone high surrogate', text: '"\\ud800"' },
  { name: 'a lone low surrogate', text: '"\\udc00x"' },
  { name: 'a lone surrogate in a key', text: '{"\\uDBFF":1}' },
  { name: '100,000 levels', text: deep(100_000) },
  { name: 'objects in objects', text: '{"a":'.repeat(5_000) + '1' + '}'.repeat(5_000) },
  { name: 'NaN', text: 'NaN' },
  { name: 'Infinity', text: '-Infinity' },
  { name: 'a hexadecimal number', text: '0x10' },
  { name: 'a leading zero', text: '012' },
  { name: 'single quotes', text: "'x'" },
  { name: 'a raw line break in a text', text: '"a\nb"' },
  { name: 'a bad escape', text: '"\\x41"' },
].map((value) => ({ ...value, unreadable: true }));

export const BAD_VALUES: readonly BadValue[] = [...VALUES, ...UNREADABLE];

/** Texts for parameters, in paths and query strings, percent-encoded. */
export const BAD_PARAMETERS: readonly string[] = [
  ...[
    '%00',
    'a%00b',
    '%0d%0aSet-Cookie:%20a=b',
    '%F0%9F%91%A9',
    '%E2%80%A8',
    '..%2f..%2f',
    '.%2e',
    '%2e%2e%5c',
  ],
  ...[
    '%ff',
    '%C3%28',
    '%ED%A0%80',
    '%c0%ae',
    '%',
    '%2',
    '%zz',
    '%u0041',
    '*',
    '~claim',
    ':claim',
    ':',
    '%3A',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'null',
    'NaN',
    '-1',
    '1e400',
    '9'.repeat(400),
    '%5B%5D',
    '%7B%7D',
  ],
  ...[
    "'%20or%201=1--",
    '%7B%22$where%22:1%7D',
    '%7B%22$ne%22:null%7D',
    'a'.repeat(301),
    '%F0%9F%91%A9'.repeat(301),
  ],
];
