import type { RouteContract } from '@callboard/contracts';
import { BAD_PARAMETERS, BAD_VALUES } from './bad-values';
import type { WireRequest } from './http-wire';
import type { Seeded } from './seeded';
import { OPEN, type Path, placesOf, withTextAt, without } from './shape-places';

/**
 * What is to become of a bad request: `invalid` is refused for its shape (422), `refused` is any refusal of the
 * contract's form, `tolerated` may also succeed, since the contract takes it or the shape allows it.
 */
export type Verdict = 'invalid' | 'refused' | 'tolerated';

export interface BadRequest {
  name: string;
  request: WireRequest;
  verdict: Verdict;
}

/** Values tried in each place of a body, and in each parameter; another choice in each round. */
const VALUES_EACH = 9;
const PARAMETERS_EACH = 14;

/** Bad requests to one route, sent with these headers: another choice with each call. */
export function badRequestsTo(
  route: RouteContract,
  headers: Record<string, string>,
  seeded: Seeded,
): BadRequest[] {
  const send = (name: string, verdict: Verdict, more: Partial<WireRequest>): BadRequest => ({
    name,
    verdict,
    request: { method: route.method, path: pathOf(route), ...more, headers: { ...headers, ...more.headers } },
  });
  return [
    ...badParts(route, seeded).map(({ name, verdict, path }) => send(name, verdict, { path })),
    ...badBodies(route, seeded).map(({ name, verdict, body, label }) =>
      send(name, verdict, { body, headers: label === undefined ? {} : { 'content-type': label } }),
    ),
  ];
}

/** The path of the route's example, with other texts for some of its parameters. */
export function pathOf({ path, example }: RouteContract, instead: Record<string, string> = {}): string {
  return path.replace(
    /\{(\w+)\}/g,
    (_, name: string) => instead[name] ?? encodeURIComponent(example.params?.[name] ?? 'x'),
  );
}

function badParts(route: RouteContract, seeded: Seeded): { name: string; verdict: Verdict; path: string }[] {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const inPath = names.flatMap((name) =>
    [...seeded.some(BAD_PARAMETERS, PARAMETERS_EACH), 'x'.repeat(5_000)].map((text) => ({
      name: `path ${name} = ${text.slice(0, 40)}`,
      verdict: 'tolerated' as const,
      path: pathOf(route, { [name]: text }),
    })),
  );
  const known = route.query === undefined ? [] : placesOf(route.query).map(([name]) => String(name));
  const inQuery = [...known, 'unknown'].flatMap((name) =>
    seeded.some(BAD_PARAMETERS, PARAMETERS_EACH).map((text) => ({
      name: `query ${name} = ${text.slice(0, 40)}`,
      verdict: verdictOnQuery(route, name, text),
      path: `${pathOf(route)}?${name}=${text}`,
    })),
  );
  const twice = known.map((name) => ({
    name: `query ${name} twice`,
    verdict: verdictOnQuery(route, name, 'x'),
    path: `${pathOf(route)}?${name}=1&${name}=x`,
  }));
  return [...inPath, ...inQuery, ...twice];
}

function verdictOnQuery(route: RouteContract, name: string, text: string): Verdict {
  const value = new URLSearchParams(`${name}=${text}`).get(name) ?? '';
  const readable = !/%(?![0-9a-f]{2})/i.test(text) && !value.includes('\ufffd');
  if (route.query === undefined || !readable) return 'tolerated';
  return route.query.safeParse({ [name]: value }).success ? 'tolerated' : 'invalid';
}

interface BadBody {
  name: string;
  verdict: Verdict;
  body: Buffer | string;
  label?: string;
}

const JSON_LABEL = 'application/json';

function badBodies(route: RouteContract, seeded: Seeded): BadBody[] {
  if (route.body === undefined) return [...unaskedBodies()];
  if (route.form) return badForms(route, seeded);
  const places = [...placesOf(route.body), [OPEN]];
  const example = route.example.body ?? {};
  const text = JSON.stringify(example);
  return [
    ...places.flatMap((path) => badPlaces(route, path, seeded)),
    ...places.map((path) => jsonBody(route, `no ${path.join('.')}`, JSON.stringify(without(example, path)))),
    ...BAD_VALUES.map(({ name, text: value, unreadable }) => jsonBody(route, name, value, unreadable)),
    ...brokenTexts(text, seeded).map(({ name, body }) => ({
      name,
      body,
      verdict: 'tolerated' as const,
      label: JSON_LABEL,
    })),
    ...wrongLabels(text),
  ];
}

function badPlaces(route: RouteContract, path: Path, seeded: Seeded): BadBody[] {
  const isOpen = path.at(-1) === OPEN;
  return seeded
    .some(BAD_VALUES, isOpen ? BAD_VALUES.length : VALUES_EACH)
    .map(({ name, text, unreadable }) =>
      jsonBody(
        route,
        `${path.join('.')} is ${name}`,
        withTextAt(route.example.body ?? {}, path, text),
        unreadable,
      ),
    );
}

/** The shape itself is the judge of JSON that can be read. */
function jsonBody(route: RouteContract, name: string, body: string, unreadable?: true): BadBody {
  const fits = unreadable !== true && route.body?.safeParse(parsed(body)).success === true;
  return { name, body, verdict: fits ? 'tolerated' : 'invalid', label: JSON_LABEL };
}

/** Nothing at all, and what is no JSON, is as good as absent. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

/** Texts that lost or gained something on their way. */
function brokenTexts(text: string, seeded: Seeded): { name: string; body: Buffer | string }[] {
  const bytes = Buffer.from(text);
  const cut = seeded.below(Math.max(1, bytes.length - 1)) + 1;
  const flipped = Buffer.from(bytes);
  flipped[seeded.below(flipped.length)] = seeded.below(256);
  return [
    { name: `cut after ${cut} bytes`, body: bytes.subarray(0, cut) },
    { name: 'one byte changed', body: flipped },
    { name: 'broken UTF-8', body: Buffer.concat([bytes.subarray(0, -1), Buffer.from([0xff, 0xfe, 0x7d])]) },
    { name: 'a lone surrogate in UTF-8', body: Buffer.from('{"id":"\xed\xa0\x80"}', 'latin1') },
    { name: 'UTF-16', body: Buffer.from(text, 'utf16le') },
    { name: 'a byte order mark', body: `\ufeff${text}` },
    { name: 'two texts', body: text + text },
    { name: 'a comment', body: `${text}//` },
    { name: 'noise', body: seeded.bytes(1 + seeded.below(400)) },
    { name: 'NUL bytes', body: Buffer.alloc(64) },
    { name: 'white space', body: ' \n\t ' },
  ];
}

function wrongLabels(text: string): BadBody[] {
  const other = [
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'multipart/form-data',
    'text/xml',
    'text/plain',
    'application/octet-stream',
    'image/png',
    'json',
    'a/b/c',
    '/',
  ];
  const odd = [
    'application/json; charset=klingon',
    'application/json; charset="',
    `application/json;${'x'.repeat(4000)}`,
  ];
  return [
    ...other.map((label) => ({ name: `labelled ${label}`, body: text, verdict: 'invalid' as const, label })),
    ...odd.map((label) => ({
      name: `labelled ${label.slice(0, 40)}`,
      body: text,
      verdict: 'tolerated' as const,
      label,
    })),
  ];
}

/** A call that takes no body gets one all the same. */
function unaskedBodies(): BadBody[] {
  return ['{', 'null', '\u0000'].map((body) => ({
    name: `an unasked body ${JSON.stringify(body)}`,
    body,
    verdict: 'tolerated',
    label: JSON_LABEL,
  }));
}

const FORM_LABEL = 'application/x-www-form-urlencoded';

function badForms(route: RouteContract, seeded: Seeded): BadBody[] {
  const fields = placesOf(route.body ?? never()).map(([name]) => String(name));
  const bad = fields.flatMap((name) =>
    seeded
      .some(BAD_PARAMETERS, 5)
      .map((text) => ({ name: `form ${name} = ${text.slice(0, 40)}`, body: `${name}=${text}` })),
  );
  const whole = [
    { name: 'a thousand fields', body: Array.from({ length: 1000 }, (_, n) => `f${n}=x`).join('&') },
    { name: 'a long secret', body: `grant_type=password&username=x&password=${'x'.repeat(100_000)}` },
    { name: 'another grant', body: 'grant_type=implicit' },
    { name: 'no fields', body: '&&&===&' },
    { name: 'noise', body: seeded.bytes(200) },
  ];
  const labels = [JSON_LABEL, 'multipart/form-data; boundary=x', 'text/xml'];
  return [
    ...[...bad, ...whole].map((each) => ({ ...each, verdict: 'refused' as const, label: FORM_LABEL })),
    ...labels.map((label) => ({
      name: `labelled ${label}`,
      body: '{"grant_type":"password"}',
      verdict: 'refused' as const,
      label,
    })),
  ];
}

function never(): never {
  throw new Error('a form has a shape');
}
