import { isDeepStrictEqual } from 'node:util';
import {
  type ImportAnswer,
  type ImportedEntry,
  type ImportedObject,
  objectsChanged,
  type StoredObject,
} from '@callboard/contracts';
import { Outbox } from '@callboard/outbox';
import {
  Database,
  type ImportedRecord,
  importOutcomes,
  placed,
  type Transaction,
} from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { ImportsStore } from '../use-cases/imports-store';
import { importedEvents, type RetaggedRow } from './changed-objects.event';
import { IMPORT_OBJECT_TYPES, ONE_IMPORT } from './imports.sql';
import { ObjectRegistration } from './object-registration';
import { byId, type ObjectRow } from './object.row';
import { RETAG_OBJECTS } from './read-objects.sql';
import { FIND_ANY } from './register-objects.sql';

type Answers = Map<string, ImportAnswer>;

/** Objects of another runtime. They are registered as any other, and then bear the types that they had. */
@Injectable()
export class PostgresImportsStore implements ImportsStore {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  async objectTypes(types: readonly ImportedEntry[]): Promise<ImportAnswer[]> {
    return importOutcomes(await this.database.query<ImportedRecord>(IMPORT_OBJECT_TYPES, [placed(types)]));
  }

  objects(objects: readonly ImportedObject[]): ReturnType<ImportsStore['objects']> {
    return this.database.transaction(async (tx) => {
      tx.along(ONE_IMPORT);
      const here = byId(await tx.query<ObjectRow>(FIND_ANY, [objects.map(({ id }) => id)]));
      const firsts = new Map<string, number>();
      for (const [place, { id }] of objects.entries()) if (!firsts.has(id)) firsts.set(id, place);
      const fresh = objects.filter(({ id }, place) => !here.has(id) && firsts.get(id) === place);
      const { answers, taken } = await register(tx, fresh);
      await this.tag(
        tx,
        fresh.filter(({ id }) => answers.get(id)?.outcome === 'taken'),
      );
      const told = objects.map((object, place) => {
        const first = firsts.get(object.id) ?? place;
        const answer = first === place ? answers.get(object.id) : undefined;
        return answer ?? compared(object, here.get(object.id) ?? objects[first]);
      });
      return { answers: told, taken };
    });
  }

  private async tag(tx: Transaction, taken: readonly ImportedObject[]): Promise<void> {
    const bearing = taken.filter(({ types }) => types.length > 0).map(({ id, types }) => ({ id, types }));
    if (bearing.length === 0) return;
    const ids = bearing.map(({ id }) => id);
    const rows = await tx.query<RetaggedRow>(RETAG_OBJECTS, [JSON.stringify(bearing), ids]);
    for (const event of importedEvents(bearing, rows)) this.outbox.append(tx, objectsChanged, event);
  }
}

/** Each site's objects in one go, as all objects of one registration have one manager. */
async function register(
  tx: Transaction,
  objects: readonly ImportedObject[],
): Promise<{ answers: Answers; taken: StoredObject[] }> {
  const answers: Answers = new Map();
  const taken: StoredObject[] = [];
  for (const manager of [...new Set(objects.map((object) => object.manager))].sort()) {
    const own = objects.filter((object) => object.manager === manager);
    const candidates = own.map(({ id, object }) => ({ id, document: object, checksums: object.checksums }));
    const registrations = await new ObjectRegistration(tx, manager).run(candidates);
    for (const [at, registration] of registrations.entries()) {
      const { id = '' } = own[at] ?? {};
      if (registration instanceof Error)
        answers.set(id, { outcome: 'refused', code: registration.code, message: registration.message });
      else {
        answers.set(id, { outcome: 'taken' });
        taken.push(registration.object);
      }
    }
  }
  return { answers, taken };
}

/** Types that were taken away or added here since count as another content: nothing is to be hidden. */
function compared(
  { object, manager, types }: ImportedObject,
  here: StoredObject | ImportedObject | undefined,
): ImportAnswer {
  if (here === undefined) throw new Error('an object is neither here nor taken');
  const document = 'document' in here ? here.document : here.object;
  const same = isDeepStrictEqual([bare(document), here.manager, here.types], [bare(object), manager, types]);
  return { outcome: same ? 'here' : 'differs' };
}

/** As it is kept: keys without a value are no keys. */
const bare = (document: object): unknown => JSON.parse(JSON.stringify(document));
