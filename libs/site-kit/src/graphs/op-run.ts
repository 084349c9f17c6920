import { isEndOfOperation } from '../ended-operations';
import { pause } from '../pause';
import { ONCE, pauseAfter, type RetryPolicy } from '../retry-policy';
import { OpAttempt, type OpEnd } from './op-attempt';
import type { RunScope } from './run-scope';
import type { GraphNode } from './wire';

/** Runs an op, again after failures that may pass, as often as its policy says. Never rejects. */
export async function runOp(node: GraphNode, scope: RunScope): Promise<OpEnd> {
  const policy = node.op.retry ?? ONCE;
  for (let failures = 1; ; failures += 1) {
    const end = await new OpAttempt(node, scope.nextAttempt(node.name), scope).toTheEnd();
    if (!mayPass(end, failures, policy)) return end;
    await pause(pauseAfter(failures, policy, Math.random()), scope.signal);
    if (scope.signal.aborted) return end;
  }
}

function mayPass(end: OpEnd, failures: number, policy: RetryPolicy): boolean {
  if (end.kind !== 'failed' || failures >= policy.attempts) return false;
  return end.failure.retriable !== false && !isEndOfOperation(end.failure.code);
}
