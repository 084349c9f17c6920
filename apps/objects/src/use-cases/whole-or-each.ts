import { DomainError } from '@callboard/kernel';

/**
 * Does a batch in one go. If it fails as a whole for a reason that nobody foresaw, one of its items may be to blame:
 * then each is done by itself, so that the others pass (design 4). A failure that speaks for itself is passed on.
 *
 * @param failed hears of each unforeseen failure
 */
export async function wholeOrEach<I, A>(
  items: readonly I[],
  work: (some: readonly I[]) => Promise<(A | DomainError)[]>,
  failed: (error: unknown) => void,
): Promise<(A | DomainError)[]> {
  try {
    return await work(items);
  } catch (error) {
    if (error instanceof DomainError || items.length < 2) throw error;
    failed(error);
  }
  const answers: (A | DomainError)[] = [];
  for (const item of items) {
    try {
      answers.push(...(await work([item])));
    } catch (error) {
      if (!(error instanceof DomainError)) failed(error);
      answers.push(error instanceof DomainError ? error : ours());
    }
  }
  return answers;
}

const ours = (): DomainError =>
  new DomainError('internal', 'this item failed for a reason on our side; the log has it');
