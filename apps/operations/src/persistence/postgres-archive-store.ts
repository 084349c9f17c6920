import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { Archived, ArchivePage, ArchiveStore } from '../use-cases/archive-store';
import { ARCHIVE } from './archive-operations.sql';

/** Marks operations as archived; nothing else of them changes, so no event tells of it. */
@Injectable()
export class PostgresArchiveStore implements ArchiveStore {
  constructor(private readonly database: Database) {}

  async archive({ after, limit, olderThanDays, registered }: ArchivePage): Promise<Archived> {
    const [row] = await this.database.query<Archived>(ARCHIVE, [
      after ?? '',
      limit,
      olderThanDays,
      registered,
    ]);
    if (!row) throw new Error('a count gives one row, and gave none');
    // A short page is the last one.
    return { ...row, last: row.looked_at < limit ? null : row.last };
  }
}
