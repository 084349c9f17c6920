import fc from 'fast-check';
import { filter } from './documents.builder';
import { parseFilter } from './parse-filter';

const refused = (text: string) => {
  try {
    parseFilter(text);
    return 'taken';
  } catch (error) {
    return error as { code?: string; message: string };
  }
};

describe('the text of a filter (contract 3.6)', () => {
  it.each([undefined, '', '  ', '{}', ' { } '])('%p asks for everything', (text) => {
    expect(parseFilter(text)).toEqual({ is: 'and', filters: [] });
  });

  const WRONG: [string, RegExp][] = [
    ['[]', /starts with \{/],
    ['"a"', /starts with \{/],
    ['{"a":}', /is not JSON/],
    ["{'a':1}", /is not JSON/],
    ['{"$where":"1"}', /\$where.*supported are \$and/],
    ['{"a":{"$near":1}}', /\$near.*supported are \$and/],
    ['{"a":{"b":{"$gt":1}}}', /\$gt.*not known here/],
    ['{"a":{"$gt":1,"b":2}}', /do not go together: b/],
    ['{"$or":[]}', /list of filters/],
    ['{"$or":{"a":1}}', /list of filters/],
    ['{"$and":[1]}', /1 is none/],
    ['{"a":{"$in":1}}', /\$in takes a list/],
    ['{"a":{"$in":[{"$gt":1}]}}', /values, not operators/],
    ['{"a":{"$size":-1}}', /whole number/],
    ['{"a":{"$size":1.5}}', /whole number/],
    ['{"a":{"$exists":"yes"}}', /true or false/],
    ['{"a":{"$not":1}}', /for a value use \$ne/],
    ['{"a":{"$elemMatch":1}}', /\$elemMatch takes a filter/],
    ['{"a":{"$gt":[1]}}', /\$gt compares with/],
    ['{"a":{"$gt":{"b":1}}}', /\$gt compares with/],
    ['{"a":{"$options":"i"}}', /beside a \$regex/],
    ['{"a":{"$regex":1}}', /take texts/],
    ['{"a":{"$regex":"("}}', /no regular expression/],
    ['{"a":{"$regex":"(a)\\\\1"}}', /refer back/],
    ['{"a":{"$regex":"a","$options":"z"}}', /letters i, m, s and x/],
    [`{"a":{"$regex":"${'a'.repeat(201)}"}}`, /at most 200/],
    ['{"a":{"$date":"soon"}}', /\$date holds/],
    ['{"a":{"$date":"2026-13-45"}}', /\$date holds/],
    ['{"a":{"$oid":1}}', /\$oid holds/],
    ['{"a":{"$numberLong":"x"}}', /holds a number/],
    ['{"a":1e400}', /double precision/],
    ['{"a":"\\u0000"}', /NUL/],
    ['{"\\ud800":1}', /surrogate/],
    [`{"a":${'['.repeat(40)}${']'.repeat(40)}}`, /levels deep/],
    [`{"$or":[${Array.from({ length: 600 }, () => '{"a":1}').join()}]}`, /at most 500 conditions/],
    [`{"a":{"$in":[${Array.from({ length: 10_001 }, () => 1).join()}]}}`, /at most 10000 values/],
    [`{"${'a.'.repeat(30)}b":1}`, /at most 20 steps/],
    [`{"a":"${'x'.repeat(70_000)}"}`, /at most 65536 characters/],
  ];

  it.each(WRONG)('%.60s is refused', (text, words) => {
    expect(refused(text)).toMatchObject({
      code: 'invalid-input',
      message: expect.stringMatching(words) as string,
    });
  });

  it('is data, whatever its names', () => {
    expect(parseFilter('{"__proto__":{"$eq":1},"constructor":2}')).toMatchObject({
      filters: [{ path: ['__proto__'] }, { path: ['constructor'] }],
    });
  });

  it('takes the filters of the worker and its tools (contract 8.2, 8.3)', () => {
    const watcher = `{"$and":[{"workflow.id":{"$in":["a"]}},{"$or":[{"claims":{"$size":0}},{"claims":{"$not":{"$elemMatch":{"cancelled":{"$ne":true}}}}}]}]}`;
    expect(refused(watcher)).toBe('taken');
    expect(refused('{"config.git_repo":"https://x","config.manifest":{"$exists":false}}')).toBe('taken');
  });

  it('never throws anything but a refusal', () => {
    fc.assert(
      fc.property(fc.oneof(filter(3), fc.object({ maxDepth: 4 })), (asked) => {
        const answer = refused(JSON.stringify(asked));
        expect(answer === 'taken' || answer.code === 'invalid-input').toBe(true);
      }),
      { numRuns: 2_000, seed: 1 },
    );
  });
});
