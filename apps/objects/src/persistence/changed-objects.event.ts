import type { objectsChanged } from '@callboard/contracts';
import type { z } from 'zod';
import type { TypeChange } from '../domain/tagging';

type Payload = z.infer<typeof objectsChanged.payload>;

/** Far below what one message takes (8 MiB); a single object stays below it in any case. */
const EVENT_BYTES = 1024 * 1024;

/**
 * The events of objects whose set of types changed in one commit: one, unless the lists of types are so long that one
 * message would not take them. A list that only changed its order tells nothing.
 */
export function changedEvents(
  changes: readonly TypeChange[],
  versions: ReadonlyMap<string, number>,
): Payload[] {
  const events: Payload[] = [];
  let room = 0;
  for (const { id, types, added, removed, traceparent } of changes) {
    const version = versions.get(id);
    if (version === undefined || added.length + removed.length === 0) continue;
    const lists = { types: [...types], added_types: [...added], removed_types: [...removed] };
    const item = { id, version, ...lists, traceparent };
    const bytes = Buffer.byteLength(JSON.stringify(item));
    if (bytes > room) {
      events.push({ items: [] });
      room = EVENT_BYTES;
    }
    events.at(-1)?.items.push(item);
    room -= bytes;
  }
  return events;
}
