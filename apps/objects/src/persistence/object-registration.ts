import type { Transaction } from '@callboard/persistence';
import { admit, checksumKey, idTaken, type Taken, type Upload, type Verdict } from '../domain/admission';
import type { NewObject, Registration } from '../use-cases/objects-store';
import { byId, type ObjectRow } from './object.row';
import {
  BIND_UPLOADS,
  CHECKSUM_OWNERS,
  FIND_ANY,
  GIVE_BACK_CHECKSUMS,
  GIVE_BACK_KEYS,
  IDS_TAKEN,
  INSERT_OBJECTS,
  KEY_OWNERS,
  LOCK_PROMISED,
  LOCK_UPLOADS,
  type ObjectToInsert,
  RESERVE_CHECKSUMS,
  RESERVE_KEYS,
} from './register-objects.sql';

/**
 * Registers one batch inside a transaction. First it takes what the candidates want (keys, checksums, uploads), always
 * in this order; from then on nobody else can change the answer. Then it judges, and gives back what it took too much.
 */
export class ObjectRegistration {
  constructor(
    private readonly tx: Transaction,
    private readonly manager: string,
  ) {}

  async run(objects: readonly NewObject[]): Promise<Registration[]> {
    const taken = await this.promisedIdsTaken(objects);
    const candidates = objects.filter(({ id }) => !taken.has(id));
    const registrations = candidates.length === 0 ? [] : await this.register(candidates);
    const byId = new Map(candidates.map(({ id }, at) => [id, registrations[at]]));
    return objects.map(({ id }) => byId.get(id) ?? idTaken(id));
  }

  /** Whoever registers the same promised id waits, so that everything that is taken below is taken under new ids. */
  private async promisedIdsTaken(objects: readonly NewObject[]): Promise<Set<string>> {
    const promised = objects.flatMap(({ id, promised }) => (promised ? [id] : []));
    if (promised.length === 0) return new Set();
    await this.tx.query(LOCK_PROMISED, [promised]);
    const rows = await this.tx.query<{ id: string }>(IDS_TAKEN, [promised]);
    return new Set(rows.map(({ id }) => id));
  }

  private async register(candidates: readonly NewObject[]): Promise<Registration[]> {
    await this.reserve(candidates);
    const verdicts = admit(candidates, await this.taken(candidates));
    const admitted = candidates.filter((_, at) => verdicts[at]?.kind === 'new');
    await this.settle(candidates, admitted);
    const created = byId(await this.insert(admitted));
    await this.bind(admitted);
    const same = verdicts.flatMap((verdict) => (verdict.kind === 'same' ? [verdict.id] : []));
    const earlier = same.filter((id) => !created.has(id));
    const known = earlier.length === 0 ? [] : await this.tx.query<ObjectRow>(FIND_ANY, [earlier]);
    const objects = new Map([...byId(known), ...created]);
    return candidates.map(({ id }, at) => registration(id, verdicts[at], objects));
  }

  private async reserve(candidates: readonly NewObject[]): Promise<void> {
    const keys = candidates.flatMap(({ id, registrationKey }) =>
      registrationKey === undefined ? [] : [{ registration_key: registrationKey, object_id: id }],
    );
    if (keys.length > 0) await this.tx.query(RESERVE_KEYS, [JSON.stringify(keys), this.manager]);
    const checksums = candidates.flatMap(({ id, checksums }) =>
      checksums.map(({ type, checksum }) => ({ type, checksum, object_id: id })),
    );
    await this.tx.query(RESERVE_CHECKSUMS, [JSON.stringify(checksums)]);
  }

  private async taken(candidates: readonly NewObject[]): Promise<Taken> {
    const checksums = candidates.flatMap((candidate) => candidate.checksums);
    const owners = await this.tx.query<{ type: string; checksum: string; object_id: string }>(
      CHECKSUM_OWNERS,
      [checksums.map(({ type }) => type), checksums.map(({ checksum }) => checksum)],
    );
    return {
      keys: await this.keyOwners(candidates.flatMap(({ registrationKey }) => registrationKey ?? [])),
      checksums: new Map(owners.map((owner) => [checksumKey(owner), owner.object_id])),
      uploads: await this.lockUploads(candidates.flatMap(({ content }) => content?.uploadId ?? [])),
    };
  }

  private async keyOwners(keys: readonly string[]): Promise<Map<string, string>> {
    if (keys.length === 0) return new Map();
    const rows = await this.tx.query<{ registration_key: string; object_id: string }>(KEY_OWNERS, [
      this.manager,
      keys,
    ]);
    return new Map(rows.map((row) => [row.registration_key, row.object_id]));
  }

  private async lockUploads(ids: readonly string[]): Promise<Map<string, Upload>> {
    if (ids.length === 0) return new Map();
    const rows = await this.tx.query<UploadRow>(LOCK_UPLOADS, [this.manager, ids]);
    return new Map(
      rows.map(({ upload_id, bytes, chunks, object_id }) => [
        upload_id,
        { bytes: Number(bytes), chunks, objectId: object_id },
      ]),
    );
  }

  /** What a refused candidate gives back may be what an admitted one of the same batch wants: those take again. */
  private async settle(candidates: readonly NewObject[], admitted: readonly NewObject[]): Promise<void> {
    if (admitted.length === candidates.length) return;
    const others = candidates.filter((candidate) => !admitted.includes(candidate)).map(({ id }) => id);
    await this.tx.query(GIVE_BACK_KEYS, [others]);
    await this.tx.query(GIVE_BACK_CHECKSUMS, [others]);
    await this.reserve(admitted);
  }

  private async insert(admitted: readonly NewObject[]): Promise<ObjectRow[]> {
    if (admitted.length === 0) return [];
    const rows: ObjectToInsert[] = admitted.map(({ id, document, content }) => ({
      id,
      document,
      document_bytes: Buffer.byteLength(JSON.stringify(document)),
      stored: content !== undefined,
    }));
    return this.tx.query<ObjectRow>(INSERT_OBJECTS, [JSON.stringify(rows), this.manager]);
  }

  private async bind(admitted: readonly NewObject[]): Promise<void> {
    const bound = admitted.flatMap(({ id, content }) => (content ? [{ id, ...content }] : []));
    if (bound.length === 0) return;
    await this.tx.query(BIND_UPLOADS, [
      this.manager,
      bound.map(({ uploadId }) => uploadId),
      bound.map(({ id }) => id),
      bound.map(({ sha256 }) => sha256),
    ]);
  }
}

interface UploadRow {
  upload_id: string;
  bytes: string;
  chunks: number;
  object_id: string | null;
}

function registration(
  id: string,
  verdict: Verdict | undefined,
  objects: ReadonlyMap<string, Parameters<typeof created>[0]>,
): Registration {
  if (verdict?.kind === 'refused') return verdict.error;
  const found = objects.get(verdict?.kind === 'same' ? verdict.id : id);
  if (!found) throw new Error(`the object ${id} was admitted and is not there`);
  return created(found, verdict?.kind === 'new');
}

const created = (object: Exclude<Registration, Error>['object'], isNew: boolean): Registration => ({
  object,
  created: isNew,
});
