import { DomainError } from '@callboard/kernel';
/** Versions by the id of the document. */
type Versions = Readonly<Record<string, number>>;

/** Most documents that a refusal names. */
const MOST_TOLD = 20;

/** The refusal of changes that were made for documents as they no longer are. */
export function documentChanged(ids: readonly string[], seen: Versions, found: Versions): DomainError {
  const documents = ids
    .slice(0, MOST_TOLD)
    .map((id) => ({ id, seen: seen[id] ?? null, found: found[id] ?? null }));
  const names = documents.map(({ id }) => id).join(', ');
  const others = ids.length > MOST_TOLD ? ` and ${ids.length - MOST_TOLD} more` : '';
  return new DomainError(
    'document-changed',
    `Since the sheet was previewed others have changed ${names}${others}: look at them, and hand the sheet in again.`,
    { documents },
  );
}
