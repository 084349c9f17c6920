import { type Log, messageOf } from '@callboard/kernel';
import type { Repository } from './define-repository';

/** Closes what the jobs of a site shared; one that cannot be closed does not keep the others. */
export async function closeResources({ workflows }: Repository, log: Log): Promise<void> {
  const resources = new Set(workflows.flatMap((workflow) => workflow.resources ?? []));
  for (const resource of resources)
    try {
      await resource.close();
    } catch (thrown) {
      log.warn({ resource: resource.name, reason: messageOf(thrown) }, 'a resource was not closed');
    }
}
