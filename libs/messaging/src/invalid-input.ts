import { DomainError } from '@callboard/kernel';
import type { z } from 'zod';

/** One thing wrong with an input: where (members and indexes from the root), and what would be right. */
export interface InputFault {
  path: (string | number)[];
  message: string;
}

/** More are counted, not listed: a batch of a thousand bad items must not make a giant of a reply. */
const MOST_LISTED = 50;

/** The refusal of an input of the wrong shape; its details are {@link InputFault}s. */
export function invalidInput(verb: string, faults: readonly InputFault[]): DomainError {
  const [first] = faults;
  const place = first === undefined || first.path.length === 0 ? '' : ` at ${first.path.join('.')}`;
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  const text = `the input of ${verb} is wrong${place}: ${first?.message ?? 'not the shape asked for'}${more}`;
  return new DomainError('invalid-input', text, faults.slice(0, MOST_LISTED));
}

/** Flattens the issues of zod; of a union, those of the alternative that fits best are told. */
export function faultsOf(
  issues: readonly z.core.$ZodIssue[],
  above: readonly PropertyKey[] = [],
): InputFault[] {
  return issues.flatMap((issue) => {
    const path = [...above, ...issue.path];
    if (issue.code === 'invalid_union') {
      const best = [...issue.errors].sort((a, b) => a.length - b.length)[0];
      if (best !== undefined && best.length > 0) return faultsOf(best, path);
    }
    return [
      { path: path.map((key) => (typeof key === 'number' ? key : String(key))), message: issue.message },
    ];
  });
}
