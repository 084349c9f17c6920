import { carryOut } from './carry-out';
import { readUpdate } from './read-update';

const document = {
  id: 'x',
  name: 'n',
  list: [1, 2, { a: 1, b: 2 }],
  deep: { at: { home: true } },
  nothing: null,
};

describe('an update', () => {
  it.each<[Record<string, unknown>, Record<string, unknown>]>([
    [
      { $set: { name: 'm', 'deep.at.home': false, 'new.way': 1 } },
      { name: 'm', deep: { at: { home: false } }, new: { way: 1 } },
    ],
    [{ $set: { 'list.0': 9, 'list.3': 10 } }, { list: [9, 2, { a: 1, b: 2 }, 10] }],
    [{ $unset: { 'deep.at': '', absent: '', 'name.x.y': '' } }, { deep: {} }],
    [{ $unset: { 'list.1': '' } }, { list: [1, null, { a: 1, b: 2 }] }],
    [{ $push: { list: 2, fresh: { $each: [1, 1] } } }, { list: [1, 2, { a: 1, b: 2 }, 2], fresh: [1, 1] }],
    [{ $addToSet: { list: { $each: [2, { b: 2, a: 1 }, 3] } } }, { list: [1, 2, { a: 1, b: 2 }, 3] }],
    [{ $pull: { list: { a: 1 } } }, { list: [1, 2] }],
    [{ $pull: { list: { $in: [1, 2] }, absent: 1 } }, { list: [{ a: 1, b: 2 }] }],
  ])('%j', (sent, expected) => {
    expect(carryOut(document, readUpdate(sent))).toEqual({ ...document, ...expected });
    expect(document.list).toHaveLength(3);
  });

  it.each<[Record<string, unknown>, RegExp]>([
    [{}, /at least one operator/],
    [{ name: 'x' }, /supported are \$set/],
    [{ $inc: { n: 1 } }, /supported are \$set/],
    [{ $set: 1 }, /object of paths/],
    [{ $set: { id: 'y' } }, /id of a document stays/],
    [{ $set: { '_id.x': 'y' } }, /_id of a document stays/],
    [{ $set: { 'a.$.b': 1 } }, /no "\$"/],
    [{ $set: { 'a..b': 1 } }, /no ""/],
    [{ $set: { '__proto__.x': 1 } }, /__proto__/],
    [{ $set: { a: { $add: [1] } } }, /plain values/],
    [{ $set: { a: 1 }, $unset: { 'a.b': 1 } }, /once/],
    [{ $set: { a: 1 }, $push: { a: 1 } }, /once/],
    [{ $push: { a: { $each: [1], $slice: 1 } } }, /\$each/],
    [{ $pull: { a: { $gt: 1 } } }, /\$in/],
    [{ $set: { 'name.first': 1 } }, /leads through "n"/],
    [{ $set: { 'nothing.x': 1 } }, /leads through null/],
    [{ $set: { 'list.9': 1 } }, /list of 3/],
    [{ $push: { name: 1 } }, /is for lists/],
  ])('%j is refused', (sent, words) => {
    expect(() => carryOut(document, readUpdate(sent))).toThrow(words);
  });

  it('tells a path apart from one that begins with the same letters', () => {
    expect(readUpdate({ $set: { a: 1, ab: 2, 'a-b': 3 } })).toHaveLength(3);
  });
});
