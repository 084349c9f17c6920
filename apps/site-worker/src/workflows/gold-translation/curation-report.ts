import type { Curation } from '@callboard/contracts';
import { z } from 'zod';

const collectionReport = z.object({
  read: z.int(),
  kept: z.int(),
  dropped: z.int(),
  /** The first ones; without a place, of the collection as a whole. */
  reasons: z.array(z.object({ place: z.int().nullable(), id: z.string().nullable(), reason: z.string() })),
});
type CollectionReport = z.infer<typeof collectionReport>;

/** What became of the documents of a bundle. */
export const curationReportShape = z.object({
  object_id: z.string(),
  read: z.int(),
  kept: z.int(),
  dropped: z.int(),
  collections: z.record(z.string(), collectionReport),
});
export type CurationReport = z.infer<typeof curationReportShape>;

/** Joins what stood in the bundle with what became of it. What the schema has no collection for is dropped as well. */
export function curationReport(
  objectId: string,
  read: ReadonlyMap<string, number>,
  { kept, reasons }: Curation,
): CurationReport {
  const collections = [...read].map(([name, count]): [string, CollectionReport] => {
    const left = Object.hasOwn(kept, name) ? (kept[name] ?? 0) : 0;
    const why = reasons.filter(({ collection }) => collection === name);
    return [
      name,
      {
        read: count,
        kept: left,
        dropped: count - left,
        reasons: why.map(({ place, id, reason }) => ({ place, id, reason })),
      },
    ];
  });
  const sum = (of: 'read' | 'kept' | 'dropped') => collections.reduce((all, [, each]) => all + each[of], 0);
  return {
    object_id: objectId,
    read: sum('read'),
    kept: sum('kept'),
    dropped: sum('dropped'),
    collections: Object.fromEntries(collections),
  };
}

/** The numbers alone, small enough for the result of an operation. */
export function countsOf({ read, kept, dropped, collections }: CurationReport) {
  const numbers = Object.entries(collections).map(([name, { reasons: _, ...counts }]) => [name, counts]);
  return { read, kept, dropped, collections: Object.fromEntries(numbers) as Record<string, unknown> };
}

/** As {@link CurationReport}, with the first reasons of each collection only: it is told as the details of a failure. */
export function briefly(report: CurationReport, most: number): CurationReport {
  const brief = Object.entries(report.collections).map(([name, each]) => [
    name,
    { ...each, reasons: each.reasons.slice(0, most) },
  ]);
  return { ...report, collections: Object.fromEntries(brief) as CurationReport['collections'] };
}
