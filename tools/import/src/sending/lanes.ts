/** Does work on what comes, a few pieces at once, and takes no more in hand than that. */
export async function inLanes<T>(
  pieces: AsyncIterable<T>,
  lanes: number,
  work: (piece: T) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  for await (const piece of pieces) {
    const one: Promise<void> = work(piece)
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => running.delete(one));
    running.add(one);
    if (running.size >= lanes) await Promise.race(running);
    if (failure) break;
  }
  await Promise.all(running);
  if (failure) throw failure.error;
}
