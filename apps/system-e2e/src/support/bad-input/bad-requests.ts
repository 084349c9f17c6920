import type { RouteContract } from '@callboard/contracts';
import { badBodiesOf } from './bad-http-bodies';
import { BAD_PARAMETERS } from './bad-values';
import type { Verdict } from './refusal-form';
import type { WireRequest } from './http-wire';
import type { Seeded } from './seeded';
import { placesOf } from './shape-places';

export interface BadRequest {
  name: string;
  request: WireRequest;
  verdict: Verdict;
}

/** Values tried in each parameter; another choice in each round. */
const PARAMETERS_EACH = 8;

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
    ...badBodiesOf(route, seeded).map(({ name, verdict, body, label }) =>
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
