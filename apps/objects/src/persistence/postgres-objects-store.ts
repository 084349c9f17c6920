import { type DrsObjectIn, type ListInput, objectsChanged, type StoredObject } from '@callboard/contracts';
import { compileFilter } from '@callboard/document-query';
import { Outbox } from '@callboard/outbox';
import { Database, type Transaction } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { Taggable, TypeChange } from '../domain/tagging';
import {
  type ContentChunk,
  type DecideTypes,
  type FoundObjects,
  type NewObject,
  type ObjectsStore,
  READ_BYTES,
  type Registration,
} from '../use-cases/objects-store';
import { changedEvents, registeredEvents, type RetaggedRow } from './changed-objects.event';
import { byId, objectOf, type ObjectRow } from './object.row';
import { changeObject } from './object-change';
import { OBJECT_FIELDS } from './object-fields';
import { ObjectRegistration } from './object-registration';
import {
  FIND_OBJECTS,
  LOCK_OBJECTS,
  PAGE_PARAMETERS,
  pageOfObjects,
  READ_CHUNK,
  REGISTERED_TYPES,
  RETAG_OBJECTS,
} from './read-objects.sql';
import { FIND_ANY, FIND_REGISTERED } from './register-objects.sql';

/** Objects in PostgreSQL. A change of types and the event that tells of it are committed together. */
@Injectable()
export class PostgresObjectsStore implements ObjectsStore {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  async register(objects: readonly NewObject[], manager: string): Promise<Registration[]> {
    if (objects.length === 0) return [];
    return this.database.transaction(async (tx) => {
      const registrations = await new ObjectRegistration(tx, manager).run(objects);
      for (const event of registeredEvents(registrations)) this.outbox.append(tx, objectsChanged, event);
      return registrations;
    });
  }

  async findRegistered(manager: string, keys: readonly string[]): Promise<Map<string, StoredObject>> {
    if (keys.length === 0) return new Map();
    const rows = await this.database.query<ObjectRow & { registration_key: string }>(FIND_REGISTERED, [
      manager,
      keys,
    ]);
    return new Map(rows.map((row) => [row.registration_key, objectOf(row)]));
  }

  async find(ids: readonly string[]): Promise<FoundObjects> {
    const rows = await this.database.query<ObjectRow & { asked: string; fits: boolean }>(FIND_OBJECTS, [
      ids,
      READ_BYTES,
    ]);
    return {
      objects: byId(rows.filter(({ fits }) => fits)),
      leftOut: new Set(rows.filter(({ fits }) => !fits).map(({ asked }) => asked)),
    };
  }

  async page({ after, limit, filter }: ListInput): Promise<{ objects: StoredObject[]; more: boolean }> {
    const { sql, values, limitMs } = compileFilter(filter, OBJECT_FIELDS, PAGE_PARAMETERS);
    const parameters = [after ?? '', limit, READ_BYTES, ...values];
    const rows = await this.database.queryWithin<ObjectRow & { fits: boolean }>(
      limitMs,
      pageOfObjects(sql),
      parameters,
    );
    return { objects: rows.filter(({ fits }) => fits).map(objectOf), more: rows.some(({ fits }) => !fits) };
  }

  retag(
    { objectIds, types }: Parameters<ObjectsStore['retag']>[0],
    decide: DecideTypes,
  ): ReturnType<ObjectsStore['retag']> {
    return this.database.transaction(async (tx) => {
      const [registered, locked] = await Promise.all([
        tx.query<{ id: string }>(REGISTERED_TYPES, [types]),
        tx.query<Taggable & { id: string }>(LOCK_OBJECTS, [objectIds]),
      ]);
      const objects = new Map(locked.map((row) => [row.id, row]));
      const changes = decide(objects, new Set(registered.map(({ id }) => id)));
      const saving = changes.length === 0 ? undefined : this.save(tx, changes);
      const [rows] = await Promise.all([tx.query<ObjectRow>(FIND_ANY, [objectIds]), saving]);
      return { objects: byId(rows), changes };
    });
  }

  change(objectId: string, decide: (object: StoredObject) => DrsObjectIn): Promise<StoredObject | undefined> {
    return this.database.transaction((tx) => changeObject(tx, objectId, decide));
  }

  async readChunk(objectId: string, n: number): Promise<ContentChunk | undefined> {
    const [row] = await this.database.query<ChunkRow>(READ_CHUNK, [objectId, n]);
    if (!row) return undefined;
    const { bytes, size, chunks, mime_type: mimeType, name } = row;
    return { bytes, last: n === chunks - 1, size: Number(size), mimeType, name };
  }

  private async save(tx: Transaction, changes: readonly TypeChange[]): Promise<void> {
    const lists = changes.map(({ id, types }) => ({ id, types }));
    const rows = await tx.query<RetaggedRow>(RETAG_OBJECTS, [
      JSON.stringify(lists),
      lists.map(({ id }) => id),
    ]);
    for (const event of changedEvents(changes, rows)) this.outbox.append(tx, objectsChanged, event);
  }
}

interface ChunkRow {
  bytes: Buffer;
  size: string;
  chunks: number;
  mime_type: string | null;
  name: string | null;
}
