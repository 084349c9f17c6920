import { operationsChanged } from '@callboard/contracts';
import type { z } from 'zod';
import type { EndedOperation } from '../domain/operation';

/**
 * The event of operations that ended in one commit; it holds neither results nor metadata (design 4). Those of no job are
 * not in it, as nobody has anything to settle then.
 */
export function endedEvent(ended: readonly EndedOperation[]): z.infer<typeof operationsChanged.payload> {
  return {
    items: ended.flatMap(({ id, version, jobId, siteId, attempt, outcome, failure, endedAt, traceparent }) =>
      jobId === null
        ? []
        : [
            {
              id,
              version,
              job_id: jobId,
              site_id: siteId,
              attempt,
              to: outcome,
              ...(failure ? { error_code: failure.code } : {}),
              ...(failure?.retriable === undefined ? {} : { retriable: failure.retriable }),
              ended_at: endedAt.toISOString(),
              ...(traceparent === null ? {} : { traceparent }),
            },
          ],
    ),
  };
}
