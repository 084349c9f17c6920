import { z, type ZodType } from 'zod';
import { bareSchemaOf, type SchemaSide } from './json-schema';
import { breachesOf } from './schema-compatibility';

/** Paths of what breaks when a shape becomes another one, with the first words of what was there. */
const broken = (side: SchemaSide, was: ZodType, is: ZodType): string[] =>
  breachesOf(bareSchemaOf(was, side), bareSchemaOf(is, side), side).map(({ path }) => path);

const one = (field: ZodType) => z.object({ items: z.array(z.object({ field })) });
const HERE = ['items[].field'];
const union = (...kinds: string[]) =>
  z.union(kinds.map((kind): ZodType => z.object({ kind: z.literal(kind), n: z.int() })));

/** Each rule, planted once: from, to, what breaks for those who send it, and for those who read it. */
const CHANGES: [name: string, was: ZodType, is: ZodType, sent: string[], read: string[]][] = [
  ['nothing', one(z.string()), one(z.string()), [], []],
  ['a description', one(z.string()), one(z.string().describe('new words')), [], []],
  ['an optional field more', z.object({}), z.object({ a: z.string().optional() }), [], []],
  ['a required field more', z.object({}), z.object({ a: z.string() }), ['.a'], ['.a']],
  ['a field less', one(z.string()), z.object({ items: z.array(z.object({})) }), HERE, HERE],
  ['optional becomes required', one(z.string().optional()), one(z.string()), HERE, HERE],
  ['required becomes optional', one(z.string()), one(z.string().optional()), [], HERE],
  ['another type', one(z.string()), one(z.int()), HERE, HERE],
  ['a wider number', one(z.int()), one(z.number()), [], HERE],
  ['typed becomes anything', one(z.string()), one(z.unknown()), [], HERE],
  ['anything becomes typed', one(z.unknown()), one(z.string()), HERE, HERE],
  ['a value less', one(z.enum(['a', 'b'])), one(z.enum(['a'])), HERE, HERE],
  ['a value more', one(z.enum(['a'])), one(z.enum(['a', 'b'])), [], HERE],
  ['text becomes an enumeration', one(z.string()), one(z.enum(['a'])), HERE, HERE],
  ['an enumeration becomes text', one(z.enum(['a'])), one(z.string()), [], HERE],
  ['another literal', one(z.literal('a')), one(z.literal('b')), HERE, [...HERE, ...HERE]],
  ['null as well', one(z.string()), one(z.string().nullable()), [], HERE],
  ['null no more', one(z.string().nullable()), one(z.string()), HERE, HERE],
  ['a lower maximum', one(z.string().max(9)), one(z.string().max(8)), HERE, HERE],
  ['a higher maximum', one(z.string().max(8)), one(z.string().max(9)), [], HERE],
  ['a new maximum', one(z.string()), one(z.string().max(9)), HERE, HERE],
  ['no maximum', one(z.string().max(9)), one(z.string()), [], HERE],
  ['a higher minimum', one(z.int().min(1)), one(z.int().min(2)), HERE, HERE],
  ['a lower minimum', one(z.int().min(2)), one(z.int().min(1)), [], HERE],
  ['fewer items', one(z.array(z.int()).max(9)), one(z.array(z.int()).max(8)), HERE, HERE],
  ['another pattern', one(z.string().regex(/^a/)), one(z.string().regex(/^b/)), HERE, HERE],
  ['a format', one(z.string()), one(z.iso.datetime()), HERE, HERE],
  ['no format', one(z.iso.datetime()), one(z.string()), [], HERE],
  ['another default', one(z.int().default(1)), one(z.int().default(2)), HERE, HERE],
  ['unknown fields refused', z.object({}), z.strictObject({}), ['.*'], []],
  ['unknown fields ignored', z.strictObject({}), z.object({}), [], []],
  [
    'other values of a record',
    one(z.record(z.string(), z.string())),
    one(z.record(z.string(), z.int())),
    ['items[].field.*'],
    ['items[].field.*'],
  ],
  ['a choice less', union('a', 'b'), union('a', 'c'), ['the whole'], ['the whole', 'the whole']],
  ['a choice more', union('a', 'b'), union('a', 'b', 'c'), [], ['the whole']],
  [
    'a choice more without a mark',
    z.union([z.object({ a: z.string() }), z.object({ b: z.string() })]),
    z.union([z.object({ a: z.string() }), z.object({ b: z.string() }), z.object({ c: z.string() })]),
    [],
    ['the whole'],
  ],
  [
    'a change in a choice',
    z.union([z.object({ a: z.string() }), z.null()]),
    z.union([z.object({ a: z.int() }), z.null()]),
    ['a'],
    ['a'],
  ],
];

describe.each(CHANGES)('%s', (_name, was, is, sent, read) => {
  it('for those who send it', () => expect(broken('input', was, is)).toEqual(sent));
  it('for those who read it', () => expect(broken('output', was, is)).toEqual(read));
});

describe('shapes that hold themselves', () => {
  interface Tree {
    name: unknown;
    kids?: Tree[] | undefined;
  }
  const tree = (name: ZodType): ZodType<Tree> => {
    const whole: ZodType<Tree> = z.object({
      name,
      get kids() {
        return z.array(whole).optional();
      },
    });
    return whole;
  };

  it('are compared once', () => {
    expect(broken('input', tree(z.string()), tree(z.string()))).toEqual([]);
    expect(broken('input', one(tree(z.string())), one(tree(z.int())))).toEqual(['items[].field.name']);
  });
});

it('says what was, what is, and what would be right', () => {
  const [found] = breachesOf(
    bareSchemaOf(one(z.int()), 'output'),
    bareSchemaOf(one(z.string()), 'output'),
    'output',
  );
  expect(found).toEqual({
    path: 'items[].field',
    was: 'integer',
    is: 'string',
    right: 'keep its type, and add a field beside it',
  });
});
