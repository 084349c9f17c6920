import { type Caller, mayDo } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { RUNTIME_SITE_ID } from './runtime-site';

export const OPERATIONS_ARCHIVE = Symbol('OPERATIONS_ARCHIVE');

export interface ArchivePage {
  readonly after?: string | undefined;
  readonly limit: number;
  readonly olderThanDays: number;
  /** Promised objects that are registered. */
  readonly registered: readonly string[];
}

export interface Archived {
  readonly looked_at: number;
  readonly archived: number;
  readonly last: string | null;
  readonly promised: string[];
}

export interface OperationsArchive {
  /** Archives what is due on a page of operations by ascending id. */
  archive(page: ArchivePage): Promise<Archived>;
}

/** Leaves operations that ended long ago out of lists. */
@Injectable()
export class ArchiveOperations {
  constructor(
    @Inject(OPERATIONS_ARCHIVE) private readonly archive: OperationsArchive,
    @Inject(RUNTIME_SITE_ID) private readonly runtimeSite: string,
  ) {}

  /** Refusal: `forbidden`. */
  async execute(page: ArchivePage, caller: Caller): Promise<Archived> {
    if (caller.kind === 'service' || mayDo('runtime-site', caller, { runtimeSite: this.runtimeSite }))
      return this.archive.archive(page);
    throw new DomainError(
      'forbidden',
      `only the site ${this.runtimeSite} keeps house: it archives operations`,
    );
  }
}
