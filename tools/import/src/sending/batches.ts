/** What a batch holds at most, unless a single piece is larger. */
export interface Most {
  readonly items: number;
  readonly bytes: number;
}

/** Pieces in batches, by count and bytes. */
export async function* batchesOf<T extends { readonly bytes: number }>(
  pieces: AsyncIterable<T>,
  most: Most,
): AsyncGenerator<T[]> {
  let batch: T[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    if (batch.length > 0 && (batch.length >= most.items || bytes + piece.bytes > most.bytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(piece);
    bytes += piece.bytes;
  }
  if (batch.length > 0) yield batch;
}
