import { quoted, refusal } from './update-refusal';

/** A place in a document, which may hold nothing yet. */
export interface Place {
  /** Undefined where there is nothing. */
  value(): unknown;
  put(value: unknown): void;
  remove(): void;
}

const INDEX = /^(?:0|[1-9]\d{0,5})$/;

/**
 * The place that a path leads to. Objects on the way are made if `makes`; else undefined where the way ends early.
 *
 * @throws DomainError `invalid-input` where a plain value stands in the way, or a list has no such member
 */
export function placeAt(document: object, path: readonly string[], makes: boolean): Place | undefined {
  let at: object = document;
  for (const step of path.slice(0, -1)) {
    const place = placeIn(at, step, path, makes);
    const found = place?.value();
    if (typeof found === 'object' && found !== null) at = found;
    else if (place === undefined || !makes) return undefined;
    else {
      if (found !== undefined)
        throw refusal(`${path.join('.')} leads through ${quoted(found)}, which holds nothing`);
      at = {};
      place.put(at);
    }
  }
  return placeIn(at, path.at(-1) ?? '', path, makes);
}

function placeIn(at: object, step: string, path: readonly string[], makes: boolean): Place | undefined {
  if (!Array.isArray(at)) return placeInObject(at as Record<string, unknown>, step);
  const list = at as unknown[];
  const index = Number(step);
  if (INDEX.test(step) && index <= list.length && (makes || index < list.length))
    return placeInList(list, index);
  if (!makes) return undefined;
  throw refusal(
    `${path.join('.')} leads into a list of ${list.length}, which takes a number up to that, not ${quoted(step)}`,
  );
}

const placeInObject = (at: Record<string, unknown>, key: string): Place => ({
  value: () => (Object.hasOwn(at, key) ? at[key] : undefined),
  put: (value) => {
    at[key] = value;
  },
  remove: () => {
    delete at[key];
  },
});

/** The members behind keep their numbers, so null stays where one was removed. */
const placeInList = (list: unknown[], index: number): Place => ({
  value: () => list[index],
  put: (value) => {
    list[index] = value;
  },
  remove: () => {
    list[index] = null;
  },
});
