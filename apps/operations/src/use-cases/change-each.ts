import { DomainError } from '@callboard/kernel';
import { BeingWritten } from '../domain/being-written';
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

interface Outcome {
  answers: Answer[];
  ended: readonly EndedOperation[];
}

/** How often an end looks whether the writers it waits for are done, and for how long, in ms. */
const LOOK_EVERY_MS = 20;
const WAIT_MS = 2_500;

/**
 * Carries out a batch of writes in one commit and answers item by item; an id that comes twice is taken in turn. Ends that
 * have to wait for writers are tried again by themselves, and refused as `overloaded` when that takes too long.
 */
export async function changeEach<I extends { id: string }>(
  store: OperationsStore,
  items: readonly I[],
  who: string,
  step: Step<I>,
): Promise<Outcome> {
  const giveUpAt = performance.now() + WAIT_MS;
  const first = await changeOnce(store, items, who, step);
  const { answers } = first;
  const ended = [...first.ended];
  for (let held = heldIn(answers); held.length > 0 && performance.now() < giveUpAt; held = heldIn(answers)) {
    await store.keepWritersOff(held.flatMap((at) => items[at]?.id ?? []));
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    const again = await changeOnce(
      store,
      held.flatMap((at) => items[at] ?? []),
      who,
      step,
    );
    for (const [n, at] of held.entries()) answers[at] = again.answers[n] ?? notFound(items[at]?.id ?? '');
    ended.push(...again.ended);
  }
  return { answers, ended };
}

const heldIn = (answers: readonly Answer[]): number[] =>
  answers.flatMap((answer, at) => (answer instanceof BeingWritten ? [at] : []));

async function changeOnce<I extends { id: string }>(
  store: OperationsStore,
  items: readonly I[],
  who: string,
  step: Step<I>,
): Promise<Outcome> {
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
