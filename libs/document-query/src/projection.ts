import type { Json } from './filter';
import { PATH_STEPS, PROJECTED_FIELDS } from './limits';
import { refusal } from './refusal';

/** Leaves of a document what was asked for. */
export type Projection = (document: unknown) => unknown;

/** What is kept of an object: by key, a whole value or again a part of it. */
type Kept = Map<string, Kept | 'whole'>;

/**
 * Parses the query parameter `projection` (contract 3.6): names between commas, dots reach into objects, `id` is always
 * kept unless told otherwise, unknown names give nothing. The text as a whole or each name may stand in JSON quotes, as the worker sends it.
 * Absent or empty text gives undefined: the whole document.
 *
 * @throws DomainError `invalid-input` for more than 200 names, or paths of more than 20 steps
 */
export function parseProjection(
  text: string | undefined,
  how: 'with id' | 'exactly' = 'with id',
): Projection | undefined {
  const names = unquoted(text?.trim() ?? '')
    .split(',')
    .map((name) => unquoted(name.trim()))
    .filter((name) => name !== '');
  return names.length === 0 ? undefined : keepingOnly(how === 'exactly' ? names : ['id', ...names]);
}

/** Leaves what stands at these paths. @throws DomainError `invalid-input` */
export function keepingOnly(names: readonly string[]): Projection {
  if (names.length > PROJECTED_FIELDS)
    throw refusal(`a projection has at most ${PROJECTED_FIELDS} names, this one ${names.length}`);
  const kept: Kept = new Map();
  for (const name of names) keep(kept, name.split('.'));
  return (document) => projected(document, kept);
}

function unquoted(text: string): string {
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') && !text.slice(1, -1).includes('"')
    ? text.slice(1, -1).trim()
    : text;
}

/** A name and one below it: the whole value is kept. */
function keep(kept: Kept, path: string[]): void {
  if (path.length > PATH_STEPS) throw refusal(`a path of a projection has at most ${PATH_STEPS} steps`);
  let level = kept;
  for (const [at, step] of path.entries()) {
    const below = level.get(step);
    if (below === 'whole') return;
    if (at === path.length - 1) {
      level.set(step, 'whole');
      return;
    }
    const next = below ?? new Map<string, Kept | 'whole'>();
    level.set(step, next);
    level = next;
  }
}

/** A path through an array reaches into each of its objects; plain values among them have nothing to give. */
function projected(value: unknown, kept: Kept): unknown {
  if (Array.isArray(value)) return value.filter(isNested).map((element) => projected(element, kept));
  if (!isNested(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => {
      const below = kept.get(key);
      if (below === undefined) return [];
      if (below === 'whole') return [[key, member]];
      return isNested(member) ? [[key, projected(member, below)]] : [];
    }),
  );
}

function isNested(value: unknown): value is Record<string, Json> | Json[] {
  return typeof value === 'object' && value !== null;
}
