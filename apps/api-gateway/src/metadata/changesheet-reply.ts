import type { previewChangesheet } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import type { z } from 'zod';
import { ReplyInstead } from '../errors/reply-instead';

export type SheetPreview = z.infer<typeof previewChangesheet.output>;

/** The result of a changesheet in the contract's form (contract 7.6). */
export function previewReply(preview: SheetPreview) {
  const { results, changes } = preview;
  return {
    update_cmd: commandsOf(preview),
    inspection_info: { mdb_name: 'scratch copies', results_of_copy: copiesOf(preview) },
    results_of_updates: results.map(({ id, updates, doc_before, doc_after, validation_errors }) => ({
      id,
      doc_before,
      update_info: { n: updates.length, nModified: updates.length, ok: 1 },
      doc_after,
      validation_errors,
    })),
    rows: changes,
    left_out: { documents: preview.left_out, rows: preview.rows - changes.length },
  };
}

/** What is wrong, one list for each document with faults. */
export function sheetRefused(preview: SheetPreview): ReplyInstead {
  const wrong = preview.results.filter(({ validation_errors: errors }) => errors.length > 0);
  const validation_errors = wrong.map(({ validation_errors: errors }) => errors);
  const reason = new DomainError(
    'invalid-metadata',
    'What the changesheet asks for breaks rules of the schema.',
    {
      documents: wrong.map(({ id, validation_errors: errors }) => ({ id, errors })),
    },
  );
  const detail = { update_cmd: commandsOf(preview), validation_errors };
  return new ReplyInstead(422, { detail, code: 'invalid-metadata' }, reason);
}

const commandsOf = ({ results }: SheetPreview) =>
  Object.fromEntries(results.map(({ id, collection, updates }) => [id, { update: collection, updates }]));

function copiesOf({ results }: SheetPreview): Record<string, string> {
  const counts = new Map<string, number>();
  for (const { collection } of results) counts.set(collection, (counts.get(collection) ?? 0) + 1);
  return Object.fromEntries([...counts].map(([name, count]) => [name, `${count} docs inserted`]));
}
