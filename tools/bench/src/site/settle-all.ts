import { BATCH_LIMIT, type Caller, settleOperations } from '@callboard/contracts';
import type { RequestClient } from '@callboard/messaging';

const TIMEOUT_MS = 30_000;

/**
 * Ends operations of a site with success: claims that are left open run out after a minute, and their jobs would be
 * queued again in the middle of what is measured next. Gives how many there were.
 */
export async function settleAll(
  requests: RequestClient,
  caller: Caller,
  operationIds: readonly string[],
): Promise<number> {
  for (let from = 0; from < operationIds.length; from += BATCH_LIMIT) {
    const items = operationIds.slice(from, from + BATCH_LIMIT).map((id) => ({ id, result: {} }));
    const replies = await requests.request(settleOperations, { items }, { caller, timeoutMs: TIMEOUT_MS });
    for (const reply of replies.items)
      if (!reply.ok) throw new Error(`an operation was not settled: ${reply.error.message}`);
  }
  return operationIds.length;
}
