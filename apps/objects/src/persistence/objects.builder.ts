import { createHash, randomUUID } from 'node:crypto';
import { type Caller, type DrsObjectIn, objectsChanged, type StoredObject } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { newTraceparent } from '@callboard/messaging';
import { Outbox, RelayBell } from '@callboard/outbox';
import { Database } from '@callboard/persistence';
import { testDatabase } from '@callboard/testing';
import type { z } from 'zod';
import { ChangeObject } from '../use-cases/change-object';
import { AppendContent } from '../use-cases/append-content';
import { ChooseObjectIds } from '../use-cases/choose-object-ids';
import { MeasureContent } from '../use-cases/measure-content';
import type { ObjectJournal } from '../use-cases/object-journal';
import { type DescribedObject, RegisterObjects } from '../use-cases/register-objects';
import { RemoveStaleUploads } from '../use-cases/remove-stale-uploads';
import { TagObjects } from '../use-cases/tag-objects';
import { migrations } from './migrations';
import { PostgresObjectTypesStore } from './postgres-object-types-store';
import { PostgresObjectsStore } from './postgres-objects-store';
import { PostgresUploadsStore } from './postgres-uploads-store';

export const site = (siteId: string): Caller => ({ kind: 'site', siteId, clientId: `client-of-${siteId}` });
export const ALPHA = site('alpha');
export const ADMIN: Caller = { kind: 'user', username: 'admin', administers: ['alpha', 'nmdc-runtime'] };

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** An object that no other test has. */
export function described(more: Partial<DrsObjectIn> = {}): DrsObjectIn {
  return {
    checksums: [{ type: 'sha256', checksum: sha256(Buffer.from(randomUUID())) }],
    created_time: '2026-01-02T03:04:05.000Z',
    size: 36,
    access_methods: [],
    ...more,
  };
}

type Item = z.infer<typeof objectsChanged.payload>['items'][number];

/** Tells nobody; what failed unforeseen is kept for the test to see. */
class SilentJournal implements ObjectJournal {
  readonly failures: unknown[] = [];
  registered(): void {}
  changed(): void {}
  tagged(): void {}
  failed(error: unknown): void {
    this.failures.push(error);
  }
}

/** The use cases on a PostgreSQL of their own. */
export async function objectsOnPostgres() {
  const clone = await testDatabase([{ service: 'objects', migrations }]);
  const settings = { url: clone.url('objects'), service: 'objects', migrations, poolSize: 16 } as const;
  const database = await Database.open(settings);
  const journal = new SilentJournal();
  const store = new PostgresObjectsStore(database, new Outbox(new RelayBell()));
  const uploads = new PostgresUploadsStore(database);
  /** Object ids by the site that they were promised to. */
  const promised = new Map<string, string[]>();
  const chooseIds = new ChooseObjectIds({
    kept: async (siteId, ids) => new Set(ids.filter((id) => promised.get(siteId)?.includes(id))),
  });
  const register = new RegisterObjects(store, journal, new MeasureContent(uploads), chooseIds);
  const tag = new TagObjects(store, journal);
  return {
    database,
    store,
    uploads,
    journal,
    promised,
    register,
    change: new ChangeObject(store, journal),
    types: new PostgresObjectTypesStore(database),
    append: new AppendContent(uploads),
    removeStale: new RemoveStaleUploads(uploads),
    tag: (objectId: string, types: string[]) =>
      tag.execute([{ objectId, types, traceparent: newTraceparent() }], ALPHA),
    tagAll: (items: { objectId: string; types: string[] }[]) =>
      tag.execute(
        items.map((item) => ({ ...item, traceparent: newTraceparent() })),
        ALPHA,
      ),
    /** Registers one object and gives it, or why not. */
    one: async (item: Partial<DescribedObject> = {}, caller = ALPHA) => {
      const [answer] = await register.execute([{ object: described(), ...item }], caller);
      if (!answer) throw new Error('no answer');
      return answer;
    },
    /** What the outbox tells of the types of an object, in the order of its versions. */
    events: async (id: string): Promise<Item[]> => {
      const rows = await database.query<{ item: Item }>(
        `select item from outbox, jsonb_array_elements(payload -> 'items') as item
          where subject = $1 and item ->> 'id' = $2 and not item ? 'registered' order by (item ->> 'version')::int`,
        [objectsChanged.subject, id],
      );
      return rows.map(({ item }) => item);
    },
    close: async () => {
      await database.close();
      await clone.drop();
    },
  };
}

export type ObjectsOnPostgres = Awaited<ReturnType<typeof objectsOnPostgres>>;

/** The object, or the error that came instead. */
export function stored(answer: StoredObject | DomainError | undefined): StoredObject {
  if (answer === undefined) throw new Error('no answer');
  if (answer instanceof DomainError) throw answer;
  return answer;
}
