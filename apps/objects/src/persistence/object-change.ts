import type { DrsObjectIn, StoredObject } from '@callboard/contracts';
import type { Transaction } from '@callboard/persistence';
import { type Checksum, checksumKey, clash } from '../domain/admission';
import { objectColumns, objectOf, type ObjectRow } from './object.row';
import { CHECKSUM_OWNERS, RESERVE_CHECKSUMS } from './register-objects.sql';

const LOCK_OBJECT = `select ${objectColumns('o')} from objects o where o.id = $1 for update`;

/** $1 object, $2 document as JSON, $3 its bytes. Nothing is done, and no row given, when it is the same as before. */
const SAVE_DOCUMENT = `
update objects o set document = $2::jsonb, document_bytes = $3, version = o.version + 1
 where o.id = $1 and o.document is distinct from $2::jsonb
returning ${objectColumns('o')}`;

/** $1 object; $2 types and $3 checksums that it keeps, pair by pair. */
const GIVE_BACK_OTHERS = `
delete from object_checksums c
 where c.object_id = $1
   and not exists (select from unnest($2::text[], $3::text[]) as kept(type, checksum)
                    where kept.type = c.type and kept.checksum = c.checksum)`;

/**
 * Changes one object inside a transaction. It takes the checksums that are new before it gives back the others: of two
 * objects that want each other's, neither waits and both are refused.
 */
export async function changeObject(
  tx: Transaction,
  objectId: string,
  decide: (object: StoredObject) => DrsObjectIn,
): Promise<StoredObject | undefined> {
  const [row] = await tx.query<ObjectRow>(LOCK_OBJECT, [objectId]);
  if (!row) return undefined;
  const document = decide(objectOf(row));
  await takeChecksums(tx, objectId, document.checksums);
  const text = JSON.stringify(document);
  const [changed] = await tx.query<ObjectRow>(SAVE_DOCUMENT, [objectId, text, Buffer.byteLength(text)]);
  return objectOf(changed ?? row);
}

/** Throws `object-exists` when another object has one of them. */
async function takeChecksums(tx: Transaction, objectId: string, wanted: readonly Checksum[]): Promise<void> {
  const rows = wanted.map(({ type, checksum }) => ({ type, checksum, object_id: objectId }));
  const pairs = [wanted.map(({ type }) => type), wanted.map(({ checksum }) => checksum)];
  await tx.query(RESERVE_CHECKSUMS, [JSON.stringify(rows)]);
  const owners = await tx.query<Checksum & { object_id: string }>(CHECKSUM_OWNERS, pairs);
  const others = owners.filter((owner) => owner.object_id !== objectId);
  const error = clash(
    { checksums: wanted },
    new Map(others.map((owner) => [checksumKey(owner), owner.object_id])),
  );
  if (error) throw error;
  await tx.query(GIVE_BACK_OTHERS, [objectId, ...pairs]);
}
