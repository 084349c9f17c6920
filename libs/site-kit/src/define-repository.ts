import type { ScheduleDefinition } from './define-schedule';
import type { SensorDefinition } from './define-sensor';
import type { WorkflowDefinition } from './define-workflow';

/** Everything that a site does, in one list. A graph is a workflow: list it with the others. */
export interface Repository {
  readonly workflows: readonly WorkflowDefinition[];
  readonly sensors?: readonly SensorDefinition[];
  readonly schedules?: readonly ScheduleDefinition[];
}

/** Lists what a site does; throws at once when two of it go by one id. */
export function defineRepository(repository: Repository): Repository {
  const { workflows, sensors = [], schedules = [] } = repository;
  const id = firstTwice(workflows.map((workflow) => workflow.id));
  if (id !== undefined)
    throw new TypeError(
      `the repository lists two workflows ${id}: give one another id, such as a new version`,
    );
  const name = firstTwice([...sensors, ...schedules].map((asker) => asker.name));
  if (name !== undefined)
    throw new TypeError(
      `the repository lists two sensors or schedules ${name}, whose run keys would be the same: give one another name`,
    );
  return repository;
}

function firstTwice(names: readonly string[]): string | undefined {
  return names.find((name, at) => names.indexOf(name) !== at);
}
