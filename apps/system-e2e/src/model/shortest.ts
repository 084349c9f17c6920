/**
 * Leaves out of a list, one by one and from its end, whatever is not needed for `fails` to give a reason, until nothing
 * more can be left out. Gives what is left, and the last reason.
 */
export async function shortest<T>(
  list: readonly T[],
  fails: (list: readonly T[]) => Promise<string | undefined>,
): Promise<{ list: readonly T[]; reason: string } | undefined> {
  let reason = await fails(list);
  if (reason === undefined) return undefined;
  let left = list;
  for (let before = -1; before !== left.length;) {
    before = left.length;
    for (let at = left.length - 1; at >= 0; at -= 1) {
      const shorter = left.filter((_, place) => place !== at);
      const found = await fails(shorter);
      if (found === undefined) continue;
      [left, reason] = [shorter, found];
    }
  }
  return { list: left, reason };
}
