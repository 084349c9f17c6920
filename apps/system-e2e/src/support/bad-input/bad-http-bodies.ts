import type { RouteContract } from '@callboard/contracts';
import { BAD_PARAMETERS, BAD_VALUES } from './bad-values';
import type { Verdict } from './refusal-form';
import type { Seeded } from './seeded';
import { OPEN, type Path, placesOf, withTextAt, without } from './shape-places';

/** Values tried in each place of a body; another choice in each round. */
const VALUES_EACH = 5;

export interface BadHttpBody {
  name: string;
  verdict: Verdict;
  body: Buffer | string;
  label?: string;
}

const JSON_LABEL = 'application/json';

/** Bad bodies for a route: another choice with each call. */
export function badBodiesOf(route: RouteContract, seeded: Seeded): BadHttpBody[] {
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

function badPlaces(route: RouteContract, path: Path, seeded: Seeded): BadHttpBody[] {
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
function jsonBody(route: RouteContract, name: string, body: string, unreadable?: true): BadHttpBody {
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

function wrongLabels(text: string): BadHttpBody[] {
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
function unaskedBodies(): BadHttpBody[] {
  return ['{', 'null', '\u0000'].map((body) => ({
    name: `an unasked body ${JSON.stringify(body)}`,
    body,
    verdict: 'tolerated',
    label: JSON_LABEL,
  }));
}

const FORM_LABEL = 'application/x-www-form-urlencoded';

function badForms(route: RouteContract, seeded: Seeded): BadHttpBody[] {
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
