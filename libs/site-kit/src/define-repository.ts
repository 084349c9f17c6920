import type { WorkflowDefinition } from './define-workflow';

/** Everything that a site does, in one list. A graph is a workflow: list it with the others. */
export interface Repository {
  readonly workflows: readonly WorkflowDefinition[];
}

/** Lists what a site does; throws at once when two of it go by one id. */
export function defineRepository(repository: Repository): Repository {
  const seen = new Set<string>();
  for (const { id } of repository.workflows) {
    if (seen.has(id))
      throw new TypeError(
        `the repository lists two workflows ${id}: give one another id, such as a new version`,
      );
    seen.add(id);
  }
  return repository;
}
