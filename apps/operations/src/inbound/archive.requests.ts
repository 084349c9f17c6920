import { archiveOperations } from '@callboard/contracts';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import { ArchiveOperations } from '../use-cases/archive-operations';
import type { Archived } from '../use-cases/archive-store';
import type { InputOf } from './operation-view';

/** Keeping house. */
@Controller()
export class ArchiveRequests {
  constructor(private readonly archiveOperations: ArchiveOperations) {}

  @OnRequest(archiveOperations)
  archive(
    { older_than_days: olderThanDays, registered = [], ...page }: InputOf<typeof archiveOperations>,
    { caller }: RequestContext,
  ): Promise<Archived> {
    return this.archiveOperations.execute({ ...page, olderThanDays, registered }, caller);
  }
}
