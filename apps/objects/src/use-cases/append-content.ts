import type { Caller } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { siteAsking } from '../domain/rights';
import { appended } from '../domain/stored-content';
import { UPLOADS_STORE, type UploadsStore } from './uploads-store';

/** Keeps one chunk of an upload of the calling site. A repeated chunk changes nothing. */
@Injectable()
export class AppendContent {
  constructor(@Inject(UPLOADS_STORE) private readonly uploads: UploadsStore) {}

  /** Gives the bytes received so far. Refusals: `forbidden`, `upload-conflict`, `too-large`. */
  async execute(chunk: { uploadId: string; n: number; bytes: Uint8Array }, caller: Caller): Promise<number> {
    const manager = siteAsking(caller);
    const { bytes } = await this.uploads.append({ manager, ...chunk }, appended);
    return bytes;
  }
}
