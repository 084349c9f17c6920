import { DomainError } from '@callboard/kernel';
import type { ThreadTask } from './thread-messages';

/** Milliseconds for one task: a pattern of a schema may take for ever on a text that was made for it. */
export const PATIENCE_MS: Readonly<Record<ThreadTask['kind'], number>> = {
  compile: 30_000,
  load: 30_000,
  check: 10_000,
  'read-sheet': 30_000,
  'change-documents': 30_000,
};

/** Why a task was given up that took longer than is granted; `at` is the document of its batch that was looked at. */
export function tooSlow(task: ThreadTask, at: number): DomainError {
  const seconds = PATIENCE_MS[task.kind] / 1000;
  switch (task.kind) {
    case 'compile':
    case 'load':
      return new DomainError(
        'invalid-schema',
        `The schema does not compile within ${seconds} s: simplify it.`,
      );
    case 'check': {
      const { collection = '', place = 0 } = task.documents[at] ?? {};
      return new DomainError(
        'validation-too-slow',
        `Validation took longer than ${seconds} s, in /${collection}/${place}: a pattern of the schema has trouble with a text ` +
          'there. Send less at once, or shorter texts.',
      );
    }
    case 'read-sheet':
    case 'change-documents':
      return new DomainError(
        'validation-too-slow',
        `The changesheet took longer than ${seconds} s: split it, or give shorter texts.`,
      );
  }
}
