import { type Caller, mayDo } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { ARCHIVE_STORE, type Archived, type ArchivePage, type ArchiveStore } from './archive-store';
import { RUNTIME_SITE_ID } from './runtime-site';

/** Leaves operations that ended long ago out of lists. */
@Injectable()
export class ArchiveOperations {
  constructor(
    @Inject(ARCHIVE_STORE) private readonly store: ArchiveStore,
    @Inject(RUNTIME_SITE_ID) private readonly runtimeSite: string,
  ) {}

  /** Refusal: `forbidden`. */
  async execute(page: ArchivePage, caller: Caller): Promise<Archived> {
    if (caller.kind === 'service' || mayDo('runtime-site', caller, { runtimeSite: this.runtimeSite }))
      return this.store.archive(page);
    throw new DomainError(
      'forbidden',
      `only the site ${this.runtimeSite} keeps house: it archives operations`,
    );
  }
}
