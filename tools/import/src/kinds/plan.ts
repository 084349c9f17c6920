import type { DumpFile } from '../reading/dump-files';
import { allowances, sites, users } from './accounts';
import type { ClaimsIndex } from './claims';
import { documents, isDocuments } from './documents';
import { jobs } from './jobs';
import type { Kind } from './kind';
import { objects } from './objects';
import { operations } from './operations';
import { capabilities, objectTypes, triggers, workflows } from './registries';

/** One file of a dump and how it is taken in. */
export interface Step {
  readonly file: DumpFile;
  readonly kind: Kind;
}

/**
 * In this order: what others name comes first. Operations come before their jobs, whose states they decide; jobs before
 * objects, so that no object can ask for a job that it had (ADR 24).
 */
const ORDER = [
  'capabilities',
  'workflows',
  'object_types',
  'triggers',
  'users',
  'sites',
  '_runtime.api.allow',
  'operations',
  'jobs',
  'objects',
] as const;

const kinds = (claims: ClaimsIndex): Record<(typeof ORDER)[number], Kind> => ({
  capabilities,
  workflows,
  object_types: objectTypes,
  triggers,
  users,
  sites,
  '_runtime.api.allow': allowances,
  operations: operations(claims),
  jobs,
  objects,
});

/**
 * What is to be done with the files of a dump, and the collections that nothing is done with.
 *
 * @param only collections that are wanted; all unless given. Jobs and operations go together
 * @throws Error for a collection that the dump lacks, and for jobs without operations or the other way round
 */
export function planOf(
  files: readonly DumpFile[],
  only: readonly string[] | undefined,
  claims: ClaimsIndex,
): { steps: Step[]; unknown: string[] } {
  const byName = new Map(files.map((file) => [file.collection, file]));
  const wanted = new Set(only ?? byName.keys());
  for (const name of wanted) if (!byName.has(name)) throw new Error(`the dump has no collection ${name}`);
  if (wanted.has('jobs') || wanted.has('operations')) for (const name of TOGETHER) wanted.add(name);
  for (const name of TOGETHER) if (wanted.has(name) && !byName.has(name)) throw new Error(apart(name));
  const byKind = kinds(claims);
  const step = (name: string, kind: Kind): Step[] => {
    const file = byName.get(name);
    return file && wanted.has(name) ? [{ file, kind }] : [];
  };
  const ordered = ORDER.flatMap((name) => step(name, byKind[name]));
  const rest = [...wanted].filter((name) => isDocuments(name)).sort();
  const known: readonly string[] = [...ORDER, ...rest];
  return {
    steps: [...ordered, ...rest.flatMap((name) => step(name, documents(name)))],
    unknown: [...wanted].filter((name) => !known.includes(name)),
  };
}

const TOGETHER = ['operations', 'jobs'] as const;

const apart = (missing: string): string =>
  `the dump lacks ${missing}: jobs and operations decide about each other, so name a folder with both, be one of them empty`;
