const TOKEN =
  /[ \t\n\r]*(?:([[\]{}:,])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/y;

/** Larger texts are not searched: the scan is for people who mistyped something. */
const LONGEST = 1_000_000;

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end' | 'nothing';

/**
 * Where a text stops being JSON, in characters from its start; undefined if it is JSON. `JSON.parse` of Node 20 tells
 * the place of some faults only, and clients of the reference get it for all (contract 0, `json_invalid`).
 */
export function offsetOfFault(text: string): number | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return text.length > LONGEST ? 0 : scan(text);
  }
}

function scan(text: string): number {
  const open: string[] = [];
  let expected: Expected = 'value';
  TOKEN.lastIndex = 0;
  for (;;) {
    const start = TOKEN.lastIndex;
    const token = TOKEN.exec(text);
    const next: Expected | undefined = token === null ? undefined : follow(expected, token, open);
    if (next === undefined) return start + (/^[ \t\n\r]*/.exec(text.slice(start))?.[0].length ?? 0);
    expected = next;
  }
}

/** What may come after a token; undefined when the token itself may not come here. Keeps `open` up to date. */
function follow(expected: Expected, token: RegExpExecArray, open: string[]): Expected | undefined {
  const [, mark, text, scalar] = token;
  const after = (): Expected => (open.length === 0 ? 'nothing' : ', or end');
  const wantsValue = expected === 'value' || expected === 'value or ]';
  if (text !== undefined && (expected === 'key' || expected === 'key or }')) return ':';
  if (text !== undefined || scalar !== undefined) return wantsValue ? after() : undefined;
  if (mark === '{' || mark === '[') {
    if (!wantsValue) return undefined;
    open.push(mark);
    return mark === '{' ? 'key or }' : 'value or ]';
  }
  if (mark === ':') return expected === ':' ? 'value' : undefined;
  if (mark === ',' && expected === ', or end') return open.at(-1) === '{' ? 'key' : 'value';
  const opener = mark === '}' ? '{' : '[';
  const mayEnd = expected === ', or end' || expected === (mark === '}' ? 'key or }' : 'value or ]');
  if (mark === ',' || !mayEnd || open.at(-1) !== opener) return undefined;
  open.pop();
  return after();
}
