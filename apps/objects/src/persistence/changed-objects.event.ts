import type { objectsChanged } from '@callboard/contracts';
import type { z } from 'zod';
import type { TypeChange } from '../domain/tagging';
import type { Registration } from '../use-cases/objects-store';

type Payload = z.infer<typeof objectsChanged.payload>;
type Item = Payload['items'][number];

/** An object whose types were saved, as far as its row tells of it. */
export interface RetaggedRow {
  id: string;
  version: number;
  manager: string;
  name: string | null;
}

/** Far below what one message takes (8 MiB); a single object stays below it in any case. */
const EVENT_BYTES = 1024 * 1024;

/**
 * The events of objects whose set of types changed in one commit: one, unless the lists of types are so long that one
 * message would not take them. A list that only changed its order tells nothing.
 */
export function changedEvents(changes: readonly TypeChange[], rows: readonly RetaggedRow[]): Payload[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return packed(
    changes.flatMap(({ id, types, added, removed, traceparent }) => {
      const row = byId.get(id);
      if (row === undefined || added.length + removed.length === 0) return [];
      const lists = { types: [...types], added_types: [...added], removed_types: [...removed] };
      return [{ id, version: row.version, ...lists, ...named(row.manager, row.name), traceparent }];
    }),
  );
}

/** The events of objects that came into being in one commit. */
export function registeredEvents(registrations: readonly Registration[]): Payload[] {
  return packed(
    registrations.flatMap((registration) => {
      if (registration instanceof Error || !registration.created) return [];
      const { id, version, types, manager, document } = registration.object;
      const lists = { types, added_types: types, removed_types: [] };
      return [{ id, version, ...lists, ...named(manager, document.name), registered: true as const }];
    }),
  );
}

/** The events of objects that bear types where they were imported from: told to be remembered, not to act upon. */
export function importedEvents(
  objects: readonly { id: string; types: readonly string[] }[],
  rows: readonly RetaggedRow[],
): Payload[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return packed(
    objects.flatMap(({ id, types }) => {
      const row = byId.get(id);
      if (row === undefined) return [];
      const lists = { types: [...types], added_types: [], removed_types: [] };
      return [
        { id, version: row.version, ...lists, ...named(row.manager, row.name), imported: true as const },
      ];
    }),
  );
}

const named = (manager: string, name: unknown): Pick<Item, 'site_id' | 'name'> => ({
  site_id: manager,
  ...(typeof name === 'string' ? { name } : {}),
});

function packed(items: readonly Item[]): Payload[] {
  const events: Payload[] = [];
  let room = 0;
  for (const item of items) {
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
