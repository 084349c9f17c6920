import type { ItemText, ListText } from '@callboard/contracts';

/** Items as the members of an output that is asked for as text. */
export function listText(items: readonly ItemText[]): ListText {
  return {
    text: { count: items.length, last: items.at(-1)?.id },
    tail: Buffer.from(items.map(({ text }) => text).join(',')),
  };
}
