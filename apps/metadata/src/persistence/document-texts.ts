import type { ItemText } from '@callboard/contracts';
import type { DocumentTexts } from '../use-cases/documents-store';

/** A document as JSON, or null for one that belongs to the next page. */
export interface TextRecord {
  id: string;
  text: string | null;
}

export function textsOf(rows: readonly TextRecord[]): DocumentTexts {
  const texts = rows.filter((row): row is ItemText => row.text !== null);
  return { texts, more: texts.length < rows.length };
}
