import { createHash } from 'node:crypto';
import type { DrsObjectIn } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { boundUpload, type MeasuredContent, unknownUpload } from '../domain/admission';
import { compareDigest, compareSize, missingChunk } from '../domain/stored-content';
import { UPLOADS_STORE, type UploadsStore } from './uploads-store';

/** Reads an upload chunk by chunk and compares it with what the object says of its bytes. */
@Injectable()
export class MeasureContent {
  constructor(@Inject(UPLOADS_STORE) private readonly uploads: UploadsStore) {}

  /** Gives why the object cannot have these bytes, if so. Holds no lock: the upload may still grow meanwhile. */
  async execute(
    manager: string,
    uploadId: string,
    object: Pick<DrsObjectIn, 'size' | 'checksums'>,
  ): Promise<MeasuredContent | DomainError> {
    const upload = await this.uploads.find(manager, uploadId);
    if (!upload) return unknownUpload(uploadId);
    if (upload.objectId !== null) return boundUpload(uploadId, upload.objectId);
    const otherSize = compareSize(object, upload.bytes);
    if (otherSize) return otherSize;
    const hash = createHash('sha256');
    for (let n = 0; n < upload.chunks; n += 1) {
      const chunk = await this.uploads.readChunk(manager, uploadId, n);
      if (!chunk) return missingChunk(uploadId, n);
      hash.update(chunk);
    }
    const sha256 = hash.digest('hex');
    const { bytes, chunks } = upload;
    return compareDigest(object, sha256) ?? { uploadId, bytes, chunks, sha256 };
  }
}
