import fc from 'fast-check';
import { isJsonObject, type JsonObject, sameJson } from './json-values';
import { mergeMetadata, RESERVED_KEYS } from './operation-metadata';

/** Few keys, so that what is stored and what is sent meet; `__proto__` and `constructor` among them. */
const key = fc.constantFrom('a', 'b', 'c', 'extra', '__proto__', 'constructor', 'job', 'model');
const clientKey = key.filter((name) => !RESERVED_KEYS.includes(name));
const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.dictionary(key, fc.jsonValue({ maxDepth: 1 })));
/** As JSON makes objects: every key is the object's own. */
const objectOf = (keys: fc.Arbitrary<string>): fc.Arbitrary<JsonObject> =>
  fc.array(fc.tuple(keys, value)).map((entries) => Object.fromEntries(entries));
const stored = objectOf(clientKey);
const sent = objectOf(key);

const own = (object: JsonObject, name: string): unknown =>
  Object.hasOwn(object, name) ? object[name] : undefined;

describe('merging metadata (contract 3.5, D7)', () => {
  it('loses nothing that was not sent', () => {
    fc.assert(
      fc.property(stored, sent, (before, patch) => {
        const after = mergeMetadata(before, patch);
        for (const name of Object.keys(before)) {
          if (!Object.hasOwn(patch, name)) expect(own(after, name)).toBe(own(before, name));
          else if (isJsonObject(own(before, name)) && isJsonObject(own(patch, name))) {
            expect(Object.keys(own(after, name) as object)).toEqual(
              expect.arrayContaining(Object.keys(own(before, name) as object)),
            );
          }
        }
      }),
    );
  });

  it('keeps everything that was sent, but for the keys of the runtime', () => {
    fc.assert(
      fc.property(stored, sent, (before, patch) => {
        const after = mergeMetadata(before, patch);
        for (const name of Object.keys(patch)) {
          if (RESERVED_KEYS.includes(name)) expect(Object.hasOwn(after, name)).toBe(false);
          else if (isJsonObject(own(patch, name)))
            expect(own(after, name)).toMatchObject(own(patch, name) as object);
          else expect(own(after, name)).toBe(own(patch, name));
        }
      }),
    );
  });

  it('adds nothing of its own', () => {
    fc.assert(
      fc.property(stored, sent, (before, patch) => {
        const known = new Set([...Object.keys(before), ...Object.keys(patch)]);
        expect(Object.keys(mergeMetadata(before, patch)).every((name) => known.has(name))).toBe(true);
      }),
    );
  });

  it('is the same when it is sent twice', () => {
    fc.assert(
      fc.property(stored, sent, (before, patch) => {
        const once = mergeMetadata(before, patch);
        expect(sameJson(mergeMetadata(once, patch), once)).toBe(true);
      }),
    );
  });

  it('takes null and nothing as no change', () => {
    const before = { a: 1 };
    expect(mergeMetadata(before, null)).toBe(before);
    expect(mergeMetadata(before, undefined)).toBe(before);
  });

  it('merges one level deep and replaces what lies below', () => {
    const before = { extra: { kept: 1, deep: { gone: 1 } }, list: [1], other: true };
    expect(mergeMetadata(before, { extra: { deep: { new: 2 } }, list: [2], none: null })).toEqual({
      extra: { kept: 1, deep: { new: 2 } },
      list: [2],
      other: true,
      none: null,
    });
  });

  it('passes over the keys of the runtime', () => {
    expect(mergeMetadata({}, { site_id: 'theirs', job: null, model: 'x', a: 1 })).toEqual({ a: 1 });
  });
});
