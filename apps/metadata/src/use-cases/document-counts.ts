import { Inject, Injectable } from '@nestjs/common';
import { type CollectionCount, DOCUMENTS_STORE, type DocumentsStore } from './documents-store';

/** Counting reads every document, and anybody may ask for it: it is done once a minute at most. */
const FRESH_MS = 60_000;

/** How much each collection holds. */
@Injectable()
export class DocumentCounts {
  private counted: { at: number; counts: Promise<readonly CollectionCount[]> } | undefined;

  constructor(@Inject(DOCUMENTS_STORE) private readonly documents: DocumentsStore) {}

  /** Refusal: `query-too-slow`. */
  read(): Promise<readonly CollectionCount[]> {
    const now = performance.now();
    if (this.counted && now - this.counted.at < FRESH_MS) return this.counted.counts;
    const counts = this.documents.count();
    this.counted = { at: now, counts };
    counts.catch(() => (this.counted = undefined));
    return counts;
  }
}
