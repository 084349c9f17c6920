import { statusOf } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';

/** What a reply means to its key: to be kept, of nothing that happened, or of something that is to be asked again. */
export type Verdict = 'kept' | 'nothing happened' | 'unfinished';

/** On an output; those of batches tell of each item. */
export function verdictOn(output: unknown): Verdict {
  if (!isRecord(output) || !Array.isArray(output.items)) return 'kept';
  if (passingRefusal(output) !== undefined) return 'unfinished';
  return output.items.every((item: unknown) => refusalIn(item) !== undefined) ? 'nothing happened' : 'kept';
}

/** The first item that may pass another time, as the refusal of all of them. */
export function passingRefusal(output: unknown): DomainError | undefined {
  if (!isRecord(output) || !Array.isArray(output.items)) return undefined;
  const refusals = output.items.flatMap((item: unknown) => refusalIn(item) ?? []);
  return refusals.find(mayPassLater);
}

/** Whether the same request may pass later: nothing was decided about it. */
export function mayPassLater(error: unknown): boolean {
  return !(error instanceof DomainError) || statusOf(error.code) >= 500;
}

function refusalIn(item: unknown): DomainError | undefined {
  if (!isRecord(item) || item.ok !== false || !isRecord(item.error)) return undefined;
  const { code, message, details } = item.error;
  return new DomainError(String(code), String(message), details);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
