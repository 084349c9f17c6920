/** Deepest nesting of arrays and objects that is taken; deeper values break recursive code further down. */
export const MAX_DEPTH = 200;

/** A body that is not usable JSON; `path` names the place where that can be told. */
export class MalformedBody extends Error {
  constructor(
    message: string,
    readonly path: readonly (string | number)[] = [],
  ) {
    super(message);
    this.name = 'MalformedBody';
  }
}

/** With the flag `u` a pair is one character, so this matches halves without their other half only. */
const LONE_SURROGATE = /\p{Cs}/u;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a message body as JSON that PostgreSQL can keep as jsonb (design 9).
 *
 * @throws MalformedBody for broken UTF-8, anything but one JSON value, more than {@link MAX_DEPTH} levels, NUL or
 *   lone surrogates inside text, and numbers beyond double precision
 */
export function decodeJson(body: Uint8Array): unknown {
  const text = decodeText(body);
  const value = parse(text);
  // Decoded UTF-8 is well-formed: only an escape can put a NUL or a lone surrogate into a text.
  inspect(value, text.includes('\\u'));
  return value;
}

function decodeText(body: Uint8Array): string {
  try {
    return utf8.decode(body);
  } catch {
    throw new MalformedBody('the body is not UTF-8: send JSON in UTF-8');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new MalformedBody(`the body is not JSON: ${why.slice(0, 200)}`);
  }
}

interface Place {
  readonly value: unknown;
  readonly key: string | number;
  readonly depth: number;
  readonly parent: Place | undefined;
}

/** Walks without recursion: the value may be nested deeper than the stack. */
function inspect(root: unknown, checkText: boolean): void {
  const open: Place[] = [{ value: root, key: '', depth: 0, parent: undefined }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { value } = place;
    if (typeof value === 'object' && value !== null) {
      if (place.depth >= MAX_DEPTH) throw new MalformedBody(`nested deeper than ${MAX_DEPTH} levels`);
      pushMembers(open, place, value, checkText);
    } else if (checkText && typeof value === 'string') {
      checkStorable(value, place);
    } else if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new MalformedBody('a number beyond double precision: send it as text', pathTo(place));
    }
  }
}

function pushMembers(open: Place[], parent: Place, value: object, checkText: boolean): void {
  const depth = parent.depth + 1;
  if (Array.isArray(value)) {
    value.forEach((member: unknown, key) => open.push({ value: member, key, depth, parent }));
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    const place: Place = { value: member, key, depth, parent };
    if (checkText) checkStorable(key, place);
    open.push(place);
  }
}

function checkStorable(text: string, place: Place): void {
  if (text.includes('\u0000')) throw new MalformedBody('text must not hold NUL', pathTo(place));
  if (LONE_SURROGATE.test(text)) throw new MalformedBody('text must not hold lone surrogates', pathTo(place));
}

function pathTo(place: Place): (string | number)[] {
  const path: (string | number)[] = [];
  for (let at = place; at.parent !== undefined; at = at.parent) path.unshift(at.key);
  return path;
}
