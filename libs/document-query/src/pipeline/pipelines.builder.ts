import fc from 'fast-check';
import type { Document } from '../documents.builder';

/*
 * Left out is what mingo is known to do otherwise than the reference's database; those are cases of their own: missing
 * values as keys of groups and in lists, comparing
 * values of two types, or lists, counting nothing, empty texts and objects in `$unwind`, paths through an array in `$lookup`,
 * and lists there, for which sift is asked.
 */
const scalar = fc.constantFrom<unknown>(0, 1, 2, 1.5, -1, 'a', 'b', 'ab', true, false, null);
const object = fc
  .record({ a: scalar, b: fc.option(scalar, { nil: undefined }) })
  .map((members) => JSON.parse(JSON.stringify(members)) as Document);
const value = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: object },
  { weight: 1, arbitrary: fc.array(object, { maxLength: 2 }) },
);
const maybe = fc.option(value, { nil: undefined, freq: 4 });

/** Documents of a collection, each with an id. */
export const collection = fc
  .array(
    fc.record({
      a: maybe,
      b: maybe,
      c: maybe,
      list: fc.array(scalar, { maxLength: 3 }),
      n: fc.integer({ min: -2, max: 2 }),
    }),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .map((some): Document[] =>
    some.map((document, at) => JSON.parse(JSON.stringify({ ...document, id: `n${at}` })) as Document),
  );

const name = fc.constantFrom('a', 'b', 'c');
const path = fc.oneof(
  { weight: 3, arbitrary: name },
  { weight: 1, arbitrary: fc.tuple(name, fc.constantFrom('a', 'b')).map((steps) => steps.join('.')) },
);
/** A value that is not missing. */
const there = fc.oneof(
  path.map((steps) => ({ $ifNull: [`$${steps}`, 'none'] })),
  fc.constantFrom<unknown>('$n', '$list', '$$ROOT', 1, 'x', true),
);
const expression: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: path.map((steps) => `$${steps}`) },
  { weight: 3, arbitrary: there },
  { weight: 1, arbitrary: fc.record({ x: there, y: there }) },
  { weight: 1, arbitrary: fc.tuple(there, there).map((elements) => elements) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      { $size: '$list' },
      { $literal: '$a' },
      { $mergeObjects: [{ a: 1 }, { b: '$n' }] },
    ),
  },
);

const number = fc.constantFrom<unknown>('$n', { $size: '$list' }, 0, 1);
const comparison = fc
  .oneof(
    fc.tuple(fc.constantFrom('$eq', '$ne'), there, there),
    fc.tuple(fc.constantFrom('$gt', '$gte', '$lt', '$lte'), number, number),
    fc.tuple(fc.constantFrom('$gt', '$lte'), fc.constantFrom('$id', 'n2'), fc.constantFrom('n1', '$id')),
  )
  .map(([operator, left, right]) => ({ [operator]: [left, right] }));
const condition: fc.Arbitrary<unknown> = fc.oneof(
  comparison,
  fc.tuple(comparison, comparison).map(($and) => ({ $and })),
  fc.tuple(comparison, comparison).map(($or) => ({ $or })),
  comparison.map((part) => ({ $not: [part] })),
  fc.tuple(there, fc.constantFrom([0, 1], ['a', true, 'none'])).map(($in) => ({ $in })),
);
const test: fc.Arbitrary<Document> = fc.oneof(
  fc.tuple(name, scalar).map(([field, to]) => ({ [field]: to })),
  fc.tuple(name, fc.array(scalar, { maxLength: 3 })).map(([field, $in]) => ({ [field]: { $in } })),
  fc.tuple(name, fc.boolean()).map(([field, $exists]) => ({ [field]: { $exists } })),
  condition.map(($expr) => ({ $expr })),
  fc.tuple(name, condition).map(([field, $expr]) => ({ [field]: { $ne: 1 }, $or: [{ $expr }, { n: 2 }] })),
);
const accumulator = fc
  .oneof(
    fc.tuple(fc.constantFrom('$sum', '$avg', '$first', '$last', '$push'), there),
    fc.tuple(fc.constantFrom('$min', '$max'), fc.constantFrom('$n', '$id')),
  )
  .map(([by, of]) => ({ [by]: of }));

/** What every stage leaves, so that later ones have it. */
const kept = <T>(of: (name: string) => T) => ({
  n: fc.constant(of('n')),
  list: fc.constant(of('list')),
  id: fc.constant(of('id')),
});

const stage: fc.Arbitrary<Document> = fc.oneof(
  test.map(($match) => ({ $match })),
  fc.tuple(fc.oneof(name, fc.constant('list')), fc.boolean()).map(([of, preserveNullAndEmptyArrays]) => ({
    $unwind: { path: `$${of}`, preserveNullAndEmptyArrays },
  })),
  fc
    .tuple(fc.constantFrom('n', 'id'), name, fc.constantFrom('a', 'c', 'joined'))
    .map(([localField, foreignField, as]) => ({
      $lookup: { from: 'others', localField, foreignField, as },
    })),
  fc.tuple(there, accumulator, accumulator).map(([_id, a, b]) => ({
    $group: { _id, a, b, n: { $sum: 1 }, list: { $push: '$n' }, id: { $first: '$id' } },
  })),
  fc
    .record({ a: expression, b: there, ...kept((name) => `$${name}`) })
    .map(($replaceWith) => ({ $replaceWith })),
  fc
    .record({ a: fc.constant(1), x: path.map((steps) => `$${steps}`), ...kept(() => 1) })
    .map(($project) => ({ $project })),
  fc.record({ b: fc.constant(0) }).map(($project) => ({ $project })),
  fc.tuple(fc.constantFrom(1, -1), fc.constantFrom(1, -1)).map(([n, id]) => ({ $sort: { n, id } })),
  fc.integer({ min: 1, max: 4 }).map(($limit) => ({ $limit })),
  fc.integer({ min: 0, max: 3 }).map(($skip) => ({ $skip })),
);

export const pipeline = fc.array(stage, { minLength: 1, maxLength: 5 });
