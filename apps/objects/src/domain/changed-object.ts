import {
  type Caller,
  type DrsObjectIn,
  drsObjectIn,
  type DrsObjectPatch,
  nameOfCaller,
  type StoredObject,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { type Checksum, checksumKey } from './admission';
import { mayChange } from './rights';
import { withStoredAccess } from './stored-content';

/**
 * The description of an object after a change: fields that were sent take the place of those that were there, and the
 * whole must be what could have been registered (contract 2.4). Throws `forbidden`, `invalid-input`, `content-kept`.
 */
export function changedDocument(object: StoredObject, changes: DrsObjectPatch, caller: Caller): DrsObjectIn {
  requireManager(object, caller);
  const sent = Object.entries(changes).filter(([, value]) => value !== undefined);
  const merged = drsObjectIn.safeParse({ ...object.document, ...Object.fromEntries(sent) });
  if (!merged.success) {
    const [issue] = merged.error.issues;
    const place = issue?.path.length ? `${issue.path.join('.')}: ` : '';
    const text = `with this change the object ${object.id} would be none: ${place}${issue?.message}`;
    throw new DomainError('invalid-input', text);
  }
  if (!object.stored) return merged.data;
  requireSameContent(object, merged.data);
  const reachable = merged.data.access_methods?.some(({ access_id: id }) => id === object.id) === true;
  return reachable ? merged.data : withStoredAccess(object.id, merged.data);
}

function requireManager({ id, manager }: StoredObject, caller: Caller): void {
  if (mayChange(caller, manager)) return;
  const text = `the site ${manager} manages the object ${id}: ${nameOfCaller(caller)} may not change it`;
  throw new DomainError('forbidden', text);
}

/** What the bytes are was measured when they came; another description of them would be wrong, or unproved. */
function requireSameContent({ id, document }: StoredObject, after: DrsObjectIn): void {
  const keys = (checksums: readonly Checksum[]): string => checksums.map(checksumKey).sort().join();
  const same =
    document['size'] === after.size && keys(document['checksums'] as Checksum[]) === keys(after.checksums);
  if (same) return;
  const text = `the bytes of the object ${id} are kept here, so its size and checksums stay: register other bytes as another object`;
  throw new DomainError('content-kept', text);
}
