import { type Curation, type DroppedDocument, REASONS_TOLD } from '@callboard/contracts';
import type { DroppedRecord } from './curate-submission.sql';

/** What was dropped, counted, with the first reasons of each collection. */
export class DropReport {
  private readonly dropped = new Map<string, number>();
  private readonly reasons = new Map<string, DroppedDocument[]>();

  /** Collections that were refused as a whole. */
  refuse(collections: readonly { collection: string; reason: string }[]): void {
    for (const each of collections) this.tell({ ...each, place: null, id: null });
  }

  /** Documents that one pass dropped; each says how many went from its collection with it. */
  take(rows: readonly DroppedRecord[]): void {
    const counts = new Map(rows.map(({ collection, dropped }) => [collection, dropped]));
    for (const [collection, count] of counts)
      this.dropped.set(collection, (this.dropped.get(collection) ?? 0) + count);
    for (const { dropped: _, ...reason } of rows) this.tell(reason);
  }

  told(): Pick<Curation, 'dropped' | 'reasons'> {
    return { dropped: Object.fromEntries(this.dropped), reasons: [...this.reasons.values()].flat() };
  }

  private tell(reason: DroppedDocument): void {
    const list = this.reasons.get(reason.collection) ?? [];
    this.reasons.set(reason.collection, list);
    if (list.length < REASONS_TOLD) list.push(reason);
  }
}
