import type { z } from 'zod';
import { clip } from './clip';
import { wordsOf } from './issue-words';

export type Place = 'body' | 'query' | 'path';

/** One thing wrong with a request, in the form that unchanged clients know (contract 0, "Error body, validation"). */
export interface ValidationIssue {
  type: string;
  loc: (string | number)[];
  msg: string;
  input: unknown;
  ctx?: Record<string, unknown>;
}

/** The request does not have the shape that the route asks for: 422. */
export class ShapeError extends Error {
  constructor(readonly issues: readonly ValidationIssue[]) {
    super(issues.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`).join('; '));
    this.name = 'ShapeError';
  }
}

/** More are not told: ten thousand bad items must not make a giant of a reply. */
const MOST_TOLD = 50;

/** The issues of zod in the contract's form; `raw` is what was sent, and `place` where. */
export function issuesOf(place: Place, raw: unknown, error: z.ZodError): ValidationIssue[] {
  return flatten(error.issues)
    .slice(0, MOST_TOLD)
    .map((issue) => issueOf(place, raw, issue));
}

function issueOf(place: Place, raw: unknown, issue: z.core.$ZodIssue): ValidationIssue {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  const loc = [place, ...path];
  const input = at(raw, path);
  if (input === undefined) {
    return { type: 'missing', loc, msg: 'Field required', input: clip(at(raw, path.slice(0, -1)) ?? null) };
  }
  return { ...wordsOf(issue, input), loc, input: clip(input, String(path.at(-1) ?? '')) };
}

/** Of a union, the issues of the alternative that fits best stand for it. */
function flatten(
  issues: readonly z.core.$ZodIssue[],
  above: readonly PropertyKey[] = [],
): z.core.$ZodIssue[] {
  return issues.flatMap((issue) => {
    const path = [...above, ...issue.path];
    if (issue.code === 'invalid_union') {
      const [best] = [...issue.errors].sort((a, b) => a.length - b.length);
      if (best !== undefined && best.length > 0) return flatten(best, path);
    }
    return [{ ...issue, path }];
  });
}

function at(root: unknown, path: readonly (string | number)[]): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}
