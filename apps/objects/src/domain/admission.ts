import { DomainError } from '@callboard/kernel';

/** A pair of which no two objects may bear the same (contract 2.4). */
export interface Checksum {
  readonly type: string;
  readonly checksum: string;
}

/** An object that asks to be registered, under an id that was minted for it, now or when it was promised. */
export interface Candidate {
  readonly id: string;
  /** Whether the id was promised earlier: only such a one may be taken. */
  readonly promised?: boolean;
  readonly checksums: readonly Checksum[];
  /** Makes a repeated registration of one site give the object of the first. */
  readonly registrationKey?: string | undefined;
  readonly content?: MeasuredContent | undefined;
}

/** An upload whose bytes were read and found to be what the object says. */
export interface MeasuredContent {
  readonly uploadId: string;
  readonly bytes: number;
  readonly chunks: number;
  /** Hex, lower case. */
  readonly sha256: string;
}

/** An upload as it stands. Chunks once stored never change, so the same counts mean the same bytes. */
export interface Upload {
  readonly bytes: number;
  readonly chunks: number;
  /** The object whose content it is, once it is. */
  readonly objectId: string | null;
}

/** What is taken, by ids of objects; candidates may be among them, as they reserve before they are judged. */
export interface Taken {
  readonly keys: ReadonlyMap<string, string>;
  /** By {@link checksumKey}. */
  readonly checksums: ReadonlyMap<string, string>;
  readonly uploads: ReadonlyMap<string, Upload>;
}

/** Registered as a new object, the same as an object that exists (by its id), or refused. */
export type Verdict =
  { kind: 'new' } | { kind: 'same'; id: string } | { kind: 'refused'; error: DomainError };

export const checksumKey = ({ type, checksum }: Checksum): string => JSON.stringify([type, checksum]);

/** Judges a batch in its order; what an admitted candidate takes counts for those after it. */
export function admit(candidates: readonly Candidate[], taken: Taken): Verdict[] {
  const judged = new Set(candidates.map(({ id }) => id));
  const others = (owners: ReadonlyMap<string, string>): Map<string, string> =>
    new Map([...owners].filter(([, owner]) => !judged.has(owner)));
  const keys = others(taken.keys);
  const checksums = others(taken.checksums);
  const uploads = new Map(taken.uploads);
  return candidates.map((candidate) => {
    const { id, registrationKey, content } = candidate;
    const same = registrationKey === undefined ? undefined : keys.get(registrationKey);
    if (same !== undefined) return { kind: 'same', id: same };
    const error = clash(candidate, checksums) ?? (content && unfit(content, uploads));
    if (error) return { kind: 'refused', error };
    if (registrationKey !== undefined) keys.set(registrationKey, id);
    for (const checksum of candidate.checksums) checksums.set(checksumKey(checksum), id);
    if (content) uploads.set(content.uploadId, { ...content, objectId: id });
    return { kind: 'new' };
  });
}

/** Refuses an object for the first of its checksums that another object owns. */
export function clash(
  candidate: Pick<Candidate, 'checksums'>,
  owners: ReadonlyMap<string, string>,
): DomainError | undefined {
  for (const checksum of candidate.checksums) {
    const owner = owners.get(checksumKey(checksum));
    if (owner === undefined) continue;
    const text = `the object ${owner} has the same ${checksum.type} checksum: use it instead`;
    return new DomainError('object-exists', text, { object_id: owner, ...checksum });
  }
  return undefined;
}

function unfit(content: MeasuredContent, uploads: ReadonlyMap<string, Upload>): DomainError | undefined {
  const upload = uploads.get(content.uploadId);
  if (!upload) return unknownUpload(content.uploadId);
  if (upload.objectId !== null) return boundUpload(content.uploadId, upload.objectId);
  if (upload.bytes === content.bytes && upload.chunks === content.chunks) return undefined;
  const text = `the upload ${content.uploadId} grew while it was being registered: append everything first`;
  return new DomainError('upload-conflict', text);
}

export function unknownUpload(uploadId: string): DomainError {
  return new DomainError('not-found', `your site has no upload ${uploadId}: append its bytes first`);
}

export function boundUpload(uploadId: string, objectId: string): DomainError {
  const text = `the upload ${uploadId} is the content of the object ${objectId}: begin another upload`;
  return new DomainError('upload-conflict', text, { object_id: objectId });
}

/** For an object that is to have the promised id of another. */
export function idTaken(id: string): DomainError {
  const text = `the object ${id} is registered already: ask for another id by putObject, or change that object`;
  return new DomainError('already-exists', text, { object_id: id });
}
