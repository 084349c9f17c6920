import type { Allowance } from './allowance';
import { canonicalJson } from '../canonical-json';

/** What lists hold, kept while they are changed: to look for a value anew in each row takes too long in long ones. */
const contents = new WeakMap<unknown[], Set<string>>();

/** Adds what the list does not hold yet (contract 7.3). */
export function addNew(list: unknown[], values: readonly unknown[], allowance: Allowance): void {
  const held = contentsOf(list, allowance);
  allowance.lookAt(values.length);
  for (const each of values) {
    const text = canonicalJson(each);
    if (held.has(text)) continue;
    held.add(text);
    list.push(structuredClone(each));
  }
}

/** The list without these values. */
export function without(list: unknown[], values: readonly unknown[], allowance: Allowance): unknown[] {
  const held = contentsOf(list, allowance);
  allowance.lookAt(values.length);
  const gone = new Set(values.map(canonicalJson).filter((text) => held.has(text)));
  if (gone.size === 0) return list;
  allowance.lookAt(list.length);
  const left = list.filter((each) => !gone.has(canonicalJson(each)));
  contents.set(left, new Set([...held].filter((text) => !gone.has(text))));
  return left;
}

function contentsOf(list: unknown[], allowance: Allowance): Set<string> {
  const known = contents.get(list);
  if (known) return known;
  allowance.lookAt(list.length);
  const held = new Set(list.map(canonicalJson));
  contents.set(list, held);
  return held;
}
