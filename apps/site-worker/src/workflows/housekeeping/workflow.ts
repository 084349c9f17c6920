import { archiveOperations, getObjects } from '@callboard/contracts';
import {
  defineGraph,
  defineOp,
  defineSchedule,
  type GraphDefinition,
  type OpContext,
  type WorkflowDefinition,
} from '@callboard/site-kit';
import type { z } from 'zod';

type ArchiveInput = z.infer<typeof archiveOperations.input>;
type Archived = z.infer<typeof archiveOperations.output>;

const WORKFLOW = 'housekeeping-1.0.0';
/** Operations of one request. */
const PAGE = 1000;

/** Monday mornings, as in the reference (contract 5). */
export const weeklyHousekeeping = defineSchedule({
  name: 'housekeeping',
  cron: '45 6 * * 1',
  timeZone: 'America/New_York',
  workflowId: WORKFLOW,
});

/**
 * `housekeeping-1.0.0`: has operations that ended long ago archived. Nothing is removed: claims, runs and histories go on
 * naming them, and by id they are read as ever (9 D8).
 */
export function housekeeping(
  olderThanDays: number,
  limits: Pick<WorkflowDefinition, 'concurrency' | 'leaseMs'>,
): GraphDefinition {
  const archive = defineOp({
    name: 'archive_operations',
    run: (context) => archiveAll(context, olderThanDays),
  });
  return defineGraph({ id: WORKFLOW, ...limits, wire: (step) => step(archive) });
}

async function archiveAll(
  context: OpContext,
  older_than_days: number,
): Promise<{ looked_at: number; archived: number }> {
  let [lookedAt, archived] = [0, 0];
  let after: string | null = '';
  while (after !== null) {
    context.signal.throwIfAborted();
    const page: ArchiveInput = { ...(after === '' ? {} : { after }), limit: PAGE, older_than_days };
    const seen: Archived = await context.ask(archiveOperations, page);
    [lookedAt, archived] = [lookedAt + seen.looked_at, archived + seen.archived];
    const registered = await registeredOf(seen.promised, context);
    if (registered.length > 0)
      archived += (await context.ask(archiveOperations, { ...page, registered })).archived;
    context.progress({ progress: { phase: 'archiving', looked_at: lookedAt, archived } });
    after = seen.last;
  }
  return { looked_at: lookedAt, archived };
}

/** Of the objects that were promised, those that are there. */
async function registeredOf(ids: readonly string[], { ask }: Pick<OpContext, 'ask'>): Promise<string[]> {
  if (ids.length === 0) return [];
  const { items } = await ask(getObjects, { ids: [...ids] });
  return items.flatMap((reply) => (reply.ok ? [reply.item.id] : []));
}
