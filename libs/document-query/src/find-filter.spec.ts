import { findFilter } from './find-filter';
import { findSort } from './find-sort';

describe('the filter of a find (contract 2.8)', () => {
  it.each<[string | undefined, unknown]>([
    [undefined, {}],
    ['', {}],
    ['ecosystem:Soil', { ecosystem: 'Soil' }],
    ['id:nmdc:dobj-11-abc', { id: 'nmdc:dobj-11-abc' }],
    ['a:b, c.d:e', { a: 'b', 'c.d': 'e' }],
    ['size:<5', { size: { $lt: 5 } }],
    ['size:<=5', { size: { $lte: 5 } }],
    ['size:>5e3', { size: { $gt: 5000 } }],
    ['size:>= -.5', { size: { $gte: -0.5 } }],
    ['date:>=2020-01-02', { date: { $gte: '2020-01-02' } }],
    ['size:5', { size: { $in: ['5', 5] } }],
    ['open:true', { open: { $in: ['true', true] } }],
    ['name.search:^a:b', { name: { $regex: '^a:b' } }],
    ['size:>1,size:<3', { $and: [{ size: { $gt: 1 } }, { size: { $lt: 3 } }] }],
    ['v:1e999', { v: '1e999' }],
  ])('%s asks for %j', (text, filter) => {
    expect(findFilter(text)).toEqual(filter);
  });

  it.each([
    ['Soil', /no attr:value/],
    [':Soil', /no attr:value/],
    ['ecosystem:', /no attr:value/],
    ['a:b,c', /no attr:value/],
    ['size:<=', /names a value/],
    ['$where:1', /no attribute/],
    ['name.search:(', /no regular expression/],
    [`${'a.'.repeat(30)}b:1`, /at most 20 steps/],
    [`name.search:${'x'.repeat(300)}`, /at most 200 characters/],
    [`a:\u0000`, /NUL/],
  ])('%s is refused in words', (text, words) => {
    expect(() => findFilter(text)).toThrow(
      expect.objectContaining({ code: 'bad-request', message: expect.stringMatching(words) as string }),
    );
  });

  it('searches for a text as it stands, beside the rest', () => {
    const [first] = (findFilter('a:b', 'x.(y)').$or ?? []) as unknown[];
    expect(first).toEqual({ id: { $regex: 'x\\.\\(y\\)', $options: 'i' } });
    expect(findFilter('a:b', 'x')).toHaveProperty('a', 'b');
    expect(findFilter(undefined, ' ')).toEqual({});
    expect(() => findFilter(undefined, 'x'.repeat(101))).toThrow(/at most 100 characters/);
  });
});

describe('the sort of a find', () => {
  it('goes up unless told otherwise', () => {
    expect(findSort('name, depth.x:desc,id:asc')).toEqual([
      { attribute: 'name', descending: false },
      { attribute: 'depth.x', descending: true },
      { attribute: 'id', descending: false },
    ]);
    expect(findSort(undefined)).toEqual([]);
  });

  it.each(['name:down', ':desc', 'a:b:c', 'a,b,c,d,e,f', `${'a.'.repeat(30)}b`, 'a\0'])(
    'refuses %j',
    (text) => {
      expect(() => findSort(text)).toThrow(expect.objectContaining({ code: 'bad-request' }));
    },
  );
});
