import type { ZodType } from 'zod';
import { BAD_VALUES } from './bad-values';
import { sampleOf } from './sample';
import type { Seeded } from './seeded';
import { OPEN, placesOf, withTextAt, without } from './shape-places';

/** The body of a message. Whether it `fits` is for the shape to say. */
export interface BadBody {
  name: string;
  body: Uint8Array;
  fits: boolean;
}

const VALUES_EACH = 7;

/** Bad bodies for a message of this shape: another choice with each call. */
export function badBodiesFor(shape: ZodType, seeded: Seeded): BadBody[] {
  const sample = sampleOf(shape);
  const text = JSON.stringify(sample);
  const places = [...placesOf(shape), [OPEN]];
  const fits = (body: string): boolean => {
    try {
      return shape.safeParse(JSON.parse(body)).success;
    } catch {
      return false;
    }
  };
  const json = (name: string, body: string, unreadable = false): BadBody => ({
    name,
    body: Buffer.from(body),
    fits: !unreadable && fits(body),
  });
  return [
    ...places.flatMap((path) =>
      seeded
        .some(BAD_VALUES, VALUES_EACH)
        .map((value) =>
          json(`${path.join('.')} is ${value.name}`, withTextAt(sample, path, value.text), value.unreadable),
        ),
    ),
    ...places.map((path) => json(`no ${path.join('.')}`, JSON.stringify(without(sample, path)))),
    ...BAD_VALUES.map(({ name, text: value, unreadable }) => json(name, value, unreadable)),
    ...rawBodies(text, seeded).map(([name, body]) => ({ name, body: Buffer.from(body), fits: false })),
  ];
}

function rawBodies(text: string, seeded: Seeded): [name: string, body: Buffer | string][] {
  return [
    ['no JSON', 'hello'],
    ['cut short', text.slice(0, seeded.below(text.length - 1) + 1)],
    ['broken UTF-8', Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0xff, 0x7d])])],
    ['a lone surrogate in UTF-8', Buffer.from('{"id":"\xed\xa0\x80"}', 'latin1')],
    ['UTF-16', Buffer.from(text, 'utf16le')],
    ['two texts', text + text],
    ['noise', seeded.bytes(1 + seeded.below(400))],
    ['NUL bytes', Buffer.alloc(64)],
  ];
}
