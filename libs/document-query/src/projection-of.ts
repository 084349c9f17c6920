import { PATH_STEPS, PROJECTED_FIELDS } from './limits';
import { keepingOnly, type Projection } from './projection';
import { quoted, refusal } from './refusal';

/**
 * Reads the projection of a find: names with 1 are kept, or those with 0 left out. Documents have no `_id` here, so it may
 * stand beside either and means nothing; `id` is kept where it is named. Undefined for the whole document.
 *
 * @throws DomainError `invalid-input`
 */
export function projectionOf(sent: Readonly<Record<string, unknown>>): Projection | undefined {
  const named = Object.entries(sent).filter(([name]) => name !== '_id');
  const kept = named.filter(([name, value]) => isKept(name, value)).map(([name]) => name);
  if (named.length === 0) return undefined;
  if (kept.length === named.length) return keepingOnly(kept);
  if (kept.length > 0) throw refusal('a projection either names what is kept, or what is left out');
  return leavingOut(named.map(([name]) => name));
}

function isKept(name: string, value: unknown): boolean {
  if (value === 1 || value === true) return true;
  if (value === 0 || value === false) return false;
  throw refusal(`a projection says 1 or 0 of each name, not ${quoted(value)} of ${quoted(name)}`);
}

function leavingOut(names: readonly string[]): Projection {
  const paths = names.map((name) => name.split('.'));
  if (names.length > PROJECTED_FIELDS || paths.some((path) => path.length > PATH_STEPS))
    throw refusal(`a projection has at most ${PROJECTED_FIELDS} names of at most ${PATH_STEPS} steps`);
  return (document) => paths.reduce(without, document);
}

/** A path through an array reaches into each of its members. */
function without(value: unknown, path: readonly string[]): unknown {
  const [step, ...rest] = path;
  if (Array.isArray(value)) return value.map((member: unknown) => without(member, path));
  if (typeof value !== 'object' || value === null || step === undefined || !Object.hasOwn(value, step))
    return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => {
      if (key !== step) return [[key, member]];
      return rest.length === 0 ? [] : [[key, without(member, rest)]];
    }),
  );
}
