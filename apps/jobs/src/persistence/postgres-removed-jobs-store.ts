import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { RemovedActivity, RemovedJobsStore } from '../use-cases/removed-jobs-store';
import { GONE_JOBS, JOBS_OF_REMOVED, REMOVE_JOBS } from './remove-jobs.sql';

@Injectable()
export class PostgresRemovedJobsStore implements RemovedJobsStore {
  constructor(private readonly database: Database) {}

  async find(removed: readonly RemovedActivity[], limit: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(JOBS_OF_REMOVED, [...pairs(removed), limit]);
    return rows.map(({ id }) => id);
  }

  async remove(jobIds: readonly string[], who: string): Promise<void> {
    await this.database.query(REMOVE_JOBS, [jobIds, who]);
  }

  async gone(removed: readonly RemovedActivity[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(GONE_JOBS, pairs(removed));
    return rows.map(({ id }) => id);
  }
}

const pairs = (removed: readonly RemovedActivity[]): [string[], string[]] => [
  removed.map(({ id }) => id),
  removed.map(({ removedAt }) => removedAt.toISOString()),
];
