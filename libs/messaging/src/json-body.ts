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
/** Whole numbers of many digits, written out; of shorter ones a double keeps every digit. */
const LONG_NUMBER = /(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a message body as JSON that comes back as it was sent, and that PostgreSQL can keep as jsonb (design 9).
 *
 * @throws MalformedBody for broken UTF-8, anything but one JSON value, more than {@link MAX_DEPTH} levels, NUL or
 *   lone surrogates inside text, numbers beyond double precision, and whole numbers that it would round
 */
export function decodeJson(body: Uint8Array): unknown {
  const text = decodeText(body);
  const value = parse(text);
  // Decoded UTF-8 is well-formed: only an escape can put a NUL or a lone surrogate into a text.
  inspect(value, [], text.includes('\\u'));
  const rounded = roundedNumber(text);
  if (rounded === undefined) return value;
  throw new MalformedBody(
    `the number ${rounded} would be rounded to ${String(Number(rounded))}: send it as text`,
  );
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

/** Goes no deeper than may be, and keeps nothing: a body of millions of values costs no memory here. */
function inspect(value: unknown, path: (string | number)[], checkText: boolean): void {
  if (typeof value === 'string') {
    if (checkText) checkStorable(value, path);
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value))
      throw new MalformedBody('a number beyond double precision: send it as text', path);
  } else if (typeof value === 'object' && value !== null) {
    if (path.length >= MAX_DEPTH) throw new MalformedBody(`nested deeper than ${MAX_DEPTH} levels`);
    inspectMembers(value, path, checkText);
  }
}

function inspectMembers(value: object, path: (string | number)[], checkText: boolean): void {
  const depth = path.length;
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at += 1) {
      path[depth] = at;
      inspect(value[at], path, checkText);
    }
  } else {
    for (const [key, member] of Object.entries(value)) {
      path[depth] = key;
      if (checkText) checkStorable(key, path);
      inspect(member, path, checkText);
    }
  }
  path.length = depth;
}

function checkStorable(text: string, path: readonly (string | number)[]): void {
  if (text.includes('\u0000')) throw new MalformedBody('text must not hold NUL', path);
  if (LONE_SURROGATE.test(text)) throw new MalformedBody('text must not hold lone surrogates', path);
}

/** The first whole number of well-formed JSON that would come back as another one. Digits inside texts do not count. */
function roundedNumber(text: string): string | undefined {
  if (!/\d{16}/.test(text)) return undefined;
  for (let at = 0; at < text.length;) {
    const quote = text.indexOf('"', at);
    const end = quote < 0 ? text.length : quote;
    const rounded = text
      .slice(at, end)
      .match(LONG_NUMBER)
      ?.find((digits) => !isKept(digits));
    if (rounded !== undefined) return rounded;
    at = quote < 0 ? end : endOfText(text, quote + 1);
  }
  return undefined;
}

/** `1152921504606846976` is a double, and `123456789012345680000` is how one is written. */
function isKept(digits: string): boolean {
  const number = Number(digits);
  return String(number) === digits || BigInt(number) === BigInt(digits);
}

/** Where a JSON text that begins at `from` is over: behind the next quote that is not escaped. */
function endOfText(text: string, from: number): number {
  for (let quote = text.indexOf('"', from); ; quote = text.indexOf('"', quote + 1)) {
    let escapes = 0;
    while (text[quote - 1 - escapes] === '\\') escapes += 1;
    if (escapes % 2 === 0) return quote + 1;
  }
}
