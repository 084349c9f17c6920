import { parsePipeline } from './parse-pipeline';

const KNOWN = ['study_set', 'biosample_set'];
const lookup = { from: 'study_set', localField: 'a', foreignField: 'id', as: 'studies' };

describe('a pipeline that is not taken (contract 2.8)', () => {
  it.each<[unknown, RegExp]>([
    [{}, /list of stages/],
    [[{}], /one member.*supported are \$match/],
    [[{ $match: {}, $sort: { a: 1 } }], /one member/],
    [[{ $out: 'study_set' }], /the stage \$out is not known here: supported are \$match/],
    [[{ $merge: { into: 'study_set' } }], /supported are \$match \$lookup/],
    [[{ $unionWith: 'study_set' }], /supported are/],
    [[{ $match: { $where: 'true' } }], /\$where is not known here: supported are .*\$expr/],
    [[{ $match: { $expr: { $function: { body: 'x' } } } }], /\$function is not known here: an expression is/],
    [[{ $match: { a: { $elemMatch: { $expr: true } } } }], /\$expr is not known here/],
    [[{ $match: { $expr: '$$NOW' } }], /the variable \$\$NOW is not known/],
    [[{ $match: { $expr: { $eq: [1] } } }], /\$eq takes a list of two/],
    [[{ $match: { $expr: { $eq: ['$a', { $date: '2026-01-01' }] } } }], /dates as texts/],
    [[{ $match: { $expr: '$a.b.c.d.e.f.g.h.i' } }], /at most 8 steps/],
    [
      [{ $lookup: { ...lookup, from: 'users' } }],
      /users is no collection to look up in. There are: study_set, biosample_set/,
    ],
    [[{ $lookup: { from: 'study_set', let: {}, pipeline: [], as: 'x' } }], /neither let nor pipeline/],
    [[{ $lookup: { ...lookup, as: 'a.b' } }], /without dots/],
    [[{ $unwind: 'a' }], /a path such as/],
    [[{ $unwind: { path: '$a', includeArrayIndex: 'n' } }], /\$unwind takes path, preserveNull/],
    [[{ $group: { n: { $sum: 1 } } }], /takes an _id/],
    [[{ $group: { _id: null, n: { $accumulator: {} } } }], /\$sum \$avg/],
    [[{ $group: { _id: null, 'a.b': { $sum: 1 } } }], /without dots/],
    [[{ $project: {} }], /at least one field/],
    [[{ $project: { a: 1, b: 0 } }], /either names what is kept/],
    [[{ $project: { a: { b: 1 } } }], /\$literal/],
    [[{ $sort: { a: 2 } }], /1 or -1/],
    [[{ $limit: 0 }], /from 1/],
    [[{ $skip: 1.5 }], /whole number/],
    [Array.from({ length: 51 }, () => ({ $limit: 1 })), /at most 50 stages, this one 51/],
    [[{ $replaceWith: nested(30) }], /at most 24 levels deep/],
    [[{ $group: { _id: Array.from({ length: 201 }, () => '$a') } }], /at most 200 parts/],
    [
      [{ $project: Object.fromEntries(Array.from({ length: 41 }, (_, n) => [`f${n}`, 1])) }],
      /at most 40 fields/,
    ],
    [[{ $match: { a: 'x'.repeat(1_000_000) } }], /at most 1000000 characters/],
    [[{ $match: { a: '\0' } }], /NUL/],
  ])('%# is refused in words', (stages, words) => {
    expect(() => parsePipeline(stages, KNOWN)).toThrow(words);
    expect(() => parsePipeline(stages, KNOWN)).toThrow(
      expect.objectContaining({ code: 'invalid-input' }) as Error,
    );
  });

  it('may hold long lists of plain values', () => {
    const ids = Array.from({ length: 5_000 }, (_, n) => `nmdc:${n}`);
    const stages = [{ $match: { in_manifest: { $in: ids } } }, { $match: { $expr: { $in: ['$id', ids] } } }];
    expect(parsePipeline(stages, KNOWN)).toHaveLength(2);
  });
});

function nested(depth: number): unknown {
  return depth === 0 ? '$a' : { a: nested(depth - 1) };
}
