import fc from 'fast-check';
import { sameJson } from './json-values';

describe('JSON in meaning', () => {
  it('is the same in whatever order its keys come', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        expect(sameJson(object, Object.fromEntries(Object.entries(object).reverse()))).toBe(true);
      }),
    );
  });

  it('differs exactly when its canonical text does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 1 }), fc.jsonValue({ maxDepth: 1 }), (a, b) => {
        expect(sameJson(a, b)).toBe(canonical(a) === canonical(b));
      }),
      {
        examples: [
          [-0, 0],
          [{}, []],
          [null, {}],
          [{ a: null }, {}],
          [{ a: null }, { b: null }],
        ],
      },
    );
  });
});

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
  return `{${members.sort().join()}}`;
}
