import { ROUTES, type RouteContract, type RouteMethod } from '@callboard/contracts';

/** What the router may not see in a path is turned into a last segment of its own; no client uses this form. */
const VERB_MARK = '~';

const ALL: readonly RouteContract[] = Object.values(ROUTES);

/** `/jobs/{job_id}:claim` as the router knows it: `/jobs/:job_id/~claim`; its own colons mean parameters. */
export function routerPath(path: string): string {
  return path.replace(/:([A-Za-z]+)$/, `/${VERB_MARK}$1`).replace(/\{(\w+)\}/g, ':$1');
}

/** What of a URL is in front of its query string. */
export const pathIn = (url: string): string => url.split('?', 1)[0] ?? '';

interface VerbForm {
  method: RouteMethod;
  pattern: RegExp;
  replacement: string;
}

const VERBS: readonly VerbForm[] = ALL.flatMap(({ method, path }) => {
  const [, noun, verb] = /^(.*):([A-Za-z]+)$/.exec(path) ?? [];
  if (noun === undefined || verb === undefined) return [];
  const pattern = new RegExp(`^(${noun.replace(/\{\w+\}/g, '[^/]+')})(?::|%3[Aa])${verb}$`);
  return [{ method, pattern, replacement: `$1/${VERB_MARK}${verb}` }];
});

/**
 * Rewrites `…/{id}:verb`, with a raw or an encoded colon, before routing (contract 0, "Path ids"). The query string
 * stays as it is. Only the method that the verb belongs to counts: a job may have an id that ends in `:claim`.
 */
export function rewriteVerb(method: string, url: string): string {
  const path = pathIn(url);
  const query = url.slice(path.length);
  if (path.includes(`/${VERB_MARK}`)) return `/${VERB_MARK}${query}`;
  const form = VERBS.find((verb) => verb.method === method && verb.pattern.test(path));
  return form === undefined ? url : path.replace(form.pattern, form.replacement) + query;
}

const PATTERNS = ALL.map(({ method, path }) => ({
  method,
  pattern: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
}));

/** The methods that a path answers to: for telling 405 from 404. Takes the path as the client sent it. */
export function methodsOf(path: string): RouteMethod[] {
  const plain = path.replace(/%3[Aa](?=[A-Za-z]+$)/, ':');
  return [...new Set(PATTERNS.filter(({ pattern }) => pattern.test(plain)).map(({ method }) => method))];
}
