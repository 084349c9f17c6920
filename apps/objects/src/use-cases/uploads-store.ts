import type { ArrivingChunk } from '../domain/stored-content';
import type { Upload } from '../domain/admission';

export const UPLOADS_STORE = Symbol('UPLOADS_STORE');

/** Decides what becomes of a locked upload; throws a DomainError to refuse the chunk. */
export type DecideUpload = (upload: Upload, chunk: ArrivingChunk) => Upload;

export interface UploadsStore {
  /** Keeps one chunk of an upload, which begins with its first chunk, as far as `decide` lets it pass. */
  append(
    chunk: { manager: string; uploadId: string; n: number; bytes: Uint8Array },
    decide: DecideUpload,
  ): Promise<Upload>;
  find(manager: string, uploadId: string): Promise<Upload | undefined>;
  readChunk(manager: string, uploadId: string, n: number): Promise<Uint8Array | undefined>;
  /** Removes up to `limit` uploads that are no object's content and heard of no chunk for a day. Gives their number. */
  removeStale(limit: number): Promise<number>;
}
