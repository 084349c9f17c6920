import type { DatabaseSchema, SchemaClass } from './database-schema';

/** Whatever has one of these is a process: something that was planned and done. */
const OF_PROCESSES = ['has_input', 'has_output'];

/** Collections whose documents are planned processes (contract 2.8). */
export function collectionsOfProcesses({ collections, classes }: DatabaseSchema): string[] {
  const isProcess = (name: string): boolean =>
    classes.get(name)?.properties.some((slot) => OF_PROCESSES.includes(slot)) ?? false;
  return [...collections].filter(([, names]) => names.some(isProcess)).map(([name]) => name);
}

/**
 * What `type` says in documents of a class, named as `nmdc:Study` or `Study`. A class that stands in no collection is one
 * above others: JSON Schema does not say which, so they are those that have whatever it has. Undefined when there is no
 * such class.
 */
export function typesOfKind(schema: DatabaseSchema, name: string): string[] | undefined {
  const inCollections = [...new Set([...schema.collections.values()].flat())].flatMap(
    (each) => schema.classes.get(each) ?? [],
  );
  const kind =
    [...schema.classes.values()].find(({ type }) => type === name) ??
    schema.classes.get(name.slice(name.indexOf(':') + 1));
  if (kind === undefined) return undefined;
  const isBelow = (each: SchemaClass): boolean =>
    kind.properties.every((slot) => each.properties.includes(slot));
  const those = inCollections.includes(kind) ? [kind] : inCollections.filter(isBelow);
  return those.flatMap(({ type }) => type ?? []);
}
