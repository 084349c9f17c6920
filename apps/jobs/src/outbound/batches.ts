/** Splits items, in order, into batches of at most so many items and bytes; an item that is larger goes alone. */
export function batchesOf<T>(
  items: readonly T[],
  most: { items: number; bytes: number },
  bytesOf: (item: T) => number = () => 0,
): T[][] {
  const batches: T[][] = [];
  let bytes = 0;
  for (const item of items) {
    const size = bytesOf(item);
    const last = batches.at(-1);
    if (last && last.length < most.items && bytes + size <= most.bytes) {
      last.push(item);
      bytes += size;
    } else {
      batches.push([item]);
      bytes = size;
    }
  }
  return batches;
}
