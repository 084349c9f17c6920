import fc from 'fast-check';

export type Document = Record<string, unknown>;

const KEYS = ['a', 'b', 'c'] as const;
const key = fc.constantFrom(...KEYS);
const something = fc.oneof(
  fc.constantFrom<unknown>(0, 1, 2, -1, 1.5, 1e21),
  fc.constantFrom<unknown>('', 'a', 'b', 'ab', 'B', '1', 'ä', 'a\nb'),
  fc.boolean(),
);
const scalar = fc.oneof(
  { weight: 8, arbitrary: something },
  { weight: 1, arbitrary: fc.constant<unknown>(null) },
);

/**
 * Values up to three levels deep. Left out are what sift and the contract are known to differ on: arrays directly inside
 * of arrays, objects whose keys stand in another order, and (in filters) nulls inside of objects.
 */
function value(depth: number, plain: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  if (depth === 0) return plain;
  const inObject = object(depth - 1, plain);
  return fc.oneof(
    { weight: 3, arbitrary: plain },
    { weight: 2, arbitrary: inObject },
    { weight: 2, arbitrary: fc.array(fc.oneof(plain, inObject), { maxLength: 3 }) },
  );
}

function object(depth: number, plain: fc.Arbitrary<unknown>): fc.Arbitrary<Document> {
  return fc
    .uniqueArray(fc.tuple(key, value(depth, plain)), { selector: ([name]) => name, maxLength: 3 })
    .map((entries) => Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1))));
}

export const documents = object(3, scalar);

/** Documents of plain values, each key of one type or absent: as columns hold them. */
export const rows = fc
  .record({
    a: fc.option(fc.constantFrom('', 'a', 'b', 'ab', 'B', '1', 'a\nb'), { nil: undefined }),
    b: fc.option(fc.constantFrom(0, 1, 2, -1, 1.5), { nil: undefined }),
    c: fc.option(fc.boolean(), { nil: undefined }),
  })
  .map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)));

const path = fc
  .tuple(key, fc.array(key, { maxLength: 2 }))
  .map(([first, rest]) => [first, ...rest].join('.'));

const comparable = fc.oneof(
  fc.constantFrom<unknown>(0, 1, 1.5, -1),
  fc.constantFrom<unknown>('', 'a', 'ab', 'B'),
  fc.boolean(),
);
const operand = fc.oneof({ weight: 4, arbitrary: scalar }, { weight: 1, arbitrary: value(2, something) });
const list = fc.array(operand, { maxLength: 3 });
const regex = fc.constantFrom('a', '^a', 'b$', '^$', 'A', '^a.b', '\\bb', '[ab]{2}');

const operator = (depth: number): fc.Arbitrary<Document> =>
  fc.oneof(
    operand.map(($eq) => ({ $eq })),
    operand.map(($ne) => ({ $ne })),
    list.map(($in) => ({ $in })),
    list.map(($nin) => ({ $nin })),
    fc.tuple(fc.constantFrom('$gt', '$gte', '$lt', '$lte'), comparable).map(([name, to]) => ({ [name]: to })),
    fc.boolean().map(($exists) => ({ $exists })),
    fc.integer({ min: 0, max: 3 }).map(($size) => ({ $size })),
    fc.array(scalar, { minLength: 1, maxLength: 2 }).map(($all) => ({ $all })),
    fc
      .tuple(regex, fc.constantFrom('', 'i', 'm', 's', 'im'))
      .map(([$regex, $options]) => ({ $regex, $options })),
    ...(depth === 0
      ? []
      : [
          inElement(depth - 1).map(($elemMatch) => ({ $elemMatch })),
          operator(0).map(($elemMatch) => ({ $elemMatch })),
          operators(depth - 1).map(($not) => ({ $not })),
        ]),
  );

const operators = (depth: number): fc.Arbitrary<Document> =>
  fc
    .array(operator(depth), { minLength: 1, maxLength: 2 })
    .map((some) => Object.assign({}, ...some) as Document);

/** That a key is there: sift lets a plain value pass for a document that lacks everything. */
const inElement = (depth: number): fc.Arbitrary<Document> =>
  fc.tuple(key, filter(depth)).map(([name, rest]) => ({ [name]: { $exists: true }, $and: [rest] }));

/** Filters over the keys of {@link documents}, with every operator of contract 3.6. */
export function filter(depth: number): fc.Arbitrary<Document> {
  const field = fc.tuple(path, fc.oneof(operators(depth), operand)).map(([name, test]) => ({ [name]: test }));
  if (depth === 0) return field;
  const branches = fc.array(filter(depth - 1), { minLength: 1, maxLength: 3 });
  return fc.oneof(
    { weight: 4, arbitrary: field },
    { weight: 1, arbitrary: fc.tuple(field, field).map(([one, other]) => ({ ...one, ...other })) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom('$and', '$or', '$nor'), branches)
        .map(([name, some]) => ({ [name]: some })),
    },
  );
}
