import type { Found } from './read-documents';

/** What older files call the collection of workflow executions of whatever class (contract 6.4, step 2). */
export const LEGACY_COLLECTION = 'activity_set';

/** The collection in which documents of a `type` stand, such as `nmdc:MagsAnalysis`. */
export type CollectionsOfTypes = Readonly<Record<string, string>>;

/**
 * Puts the documents of the legacy collection where those of their `type` stand. What has a type that the schema does not
 * know stays, and is found to be in no collection: nothing is dropped in silence. `collections` is asked at most once, when
 * the collection is there.
 */
export async function* withoutLegacyCollection(
  found: AsyncIterable<Found>,
  collections: () => Promise<CollectionsOfTypes>,
): AsyncGenerator<Found> {
  const places = new Places();
  let ofTypes: CollectionsOfTypes | undefined;
  for await (const each of found) {
    if (each.what === 'collection') {
      // Told once a document of it stays.
      if (each.name === LEGACY_COLLECTION && each.isList) ofTypes ??= await collections();
      else yield* places.told(each);
    } else {
      const { document } = each;
      const isLegacy = each.collection === LEGACY_COLLECTION;
      const collection = (isLegacy ? collectionOf(document, ofTypes) : undefined) ?? each.collection;
      yield* places.told({ what: 'collection', name: collection, isList: true });
      yield { what: 'document', collection, place: places.next(collection), document };
    }
  }
}

/** Places are counted anew, since documents of two collections come together in one. */
class Places {
  private readonly counts = new Map<string, number>();

  *told(collection: Found & { what: 'collection' }): Generator<Found> {
    if (this.counts.has(collection.name)) return;
    this.counts.set(collection.name, 0);
    yield collection;
  }

  next(collection: string): number {
    const place = this.counts.get(collection) ?? 0;
    this.counts.set(collection, place + 1);
    return place;
  }
}

function collectionOf(document: unknown, ofTypes: CollectionsOfTypes = {}): string | undefined {
  if (typeof document !== 'object' || document === null || !('type' in document)) return undefined;
  const { type } = document;
  return typeof type === 'string' && Object.hasOwn(ofTypes, type) ? ofTypes[type] : undefined;
}
