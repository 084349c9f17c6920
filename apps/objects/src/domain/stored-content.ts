import { CHUNK_BYTES, CONTENT_BYTES, type DrsObjectIn } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { boundUpload, type Upload } from './admission';

type Stated = Pick<DrsObjectIn, 'size' | 'checksums'>;

/** Compares the size that an object states with that of the bytes. Refusal: `checksum-mismatch`. */
export function compareSize(object: Stated, bytes: number): DomainError | undefined {
  if (object.size === bytes) return undefined;
  return mismatch(`the object says ${object.size} bytes, the upload has ${bytes}`, { size: bytes });
}

/** Compares the sha256 that an object states, if it does, with that of the bytes (hex). Refusal: `checksum-mismatch`. */
export function compareDigest(object: Stated, sha256: string): DomainError | undefined {
  const stated = object.checksums.filter(({ type }) => type === 'sha256');
  const wrong = stated.find(({ checksum }) => checksum.toLowerCase() !== sha256);
  if (!wrong) return undefined;
  const text = `the object says sha256 ${wrong.checksum}, the bytes of the upload have ${sha256}`;
  return mismatch(text, { sha256 });
}

/** A gap in an upload. */
export function missingChunk(uploadId: string, n: number): DomainError {
  return mismatch(`chunk ${n} of the upload ${uploadId} is missing: append it, then register again`, { n });
}

const mismatch = (text: string, details: object): DomainError =>
  new DomainError('checksum-mismatch', text, details);

/**
 * The description of an object whose bytes are kept here: its own id is the access id of them (contract 2.4), and its
 * name where it has no other (contract 6.3).
 */
export function withStoredAccess(id: string, object: DrsObjectIn): DrsObjectIn {
  return {
    name: id,
    ...object,
    access_methods: [...(object.access_methods ?? []), { type: 'https', access_id: id }],
  };
}

/** A chunk that comes to an upload. */
export interface ArrivingChunk {
  readonly uploadId: string;
  readonly n: number;
  readonly bytes: number;
  /** Of a chunk `n` that is stored already: whether its bytes are the same. */
  readonly sameAsStored?: boolean | undefined;
}

/** What becomes of the upload. It is the same object if the chunk is a repeat. Throws a DomainError to refuse it. */
export function appended(upload: Upload, chunk: ArrivingChunk): Upload {
  const { uploadId, n, bytes, sameAsStored } = chunk;
  if (sameAsStored === true) return upload;
  if (sameAsStored === false) {
    const text = `chunk ${n} of the upload ${uploadId} was stored with other bytes: begin another upload`;
    throw new DomainError('upload-conflict', text, { n });
  }
  if (upload.objectId !== null) throw boundUpload(uploadId, upload.objectId);
  requireChunkSize(bytes);
  const total = upload.bytes + bytes;
  if (total > CONTENT_BYTES) {
    throw new DomainError(
      'too-large',
      `an upload has at most ${CONTENT_BYTES} bytes; this would make ${total}`,
    );
  }
  return { ...upload, bytes: total, chunks: upload.chunks + 1 };
}

function requireChunkSize(bytes: number): void {
  if (bytes <= CHUNK_BYTES) return;
  throw new DomainError('too-large', `a chunk has at most ${CHUNK_BYTES} bytes; this one has ${bytes}`);
}
