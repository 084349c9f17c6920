import { DomainError } from '@callboard/kernel';
import type { EndedOperation, Operation } from '../domain/operation';
import { notFound } from '../domain/operation-writes';
import type { Change, OperationsStore } from './operations-store';

/** The answer for one item: the operation as it is now, or why the item was refused. */
export type Answer = Operation | DomainError;

export interface Step<I> {
  /** What becomes of the operation by this item; throws a DomainError to refuse the item. */
  next(operation: Operation | undefined, item: I): Operation;
  /** Why it ends, for the history. */
  why(item: I): string;
}

/** Carries out a batch of writes in one commit and answers item by item; an id that comes twice is taken in turn. */
export async function changeEach<I extends { id: string }>(
  store: OperationsStore,
  items: readonly I[],
  who: string,
  step: Step<I>,
): Promise<{ answers: Answer[]; ended: readonly EndedOperation[] }> {
  let refusals: (DomainError | undefined)[] = [];
  const ids = [...new Set(items.map(({ id }) => id))];
  const { operations, ended } = await store.change(ids, who, (stored) => {
    const changes = new Map<string, Change>();
    refusals = items.map((item) => take(item, stored, changes, step));
    return changes.values();
  });
  const answers = items.map(({ id }, at) => refusals[at] ?? operations.get(id) ?? notFound(id));
  return { answers, ended };
}

function take<I extends { id: string }>(
  item: I,
  stored: ReadonlyMap<string, Operation>,
  changes: Map<string, Change>,
  step: Step<I>,
): DomainError | undefined {
  const before = changes.get(item.id)?.operation ?? stored.get(item.id);
  try {
    const operation = step.next(before, item);
    if (operation !== before) changes.set(item.id, { operation, why: step.why(item) });
    return undefined;
  } catch (thrown) {
    if (thrown instanceof DomainError) return thrown;
    throw thrown;
  }
}
