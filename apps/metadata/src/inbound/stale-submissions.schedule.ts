import type { Log } from '@callboard/kernel';
import { LOG, Repeating } from '@callboard/service-kit';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Counter } from 'prom-client';
import { RemoveStaleQueries } from '../use-cases/remove-stale-queries';
import { RemoveStaleSheets } from '../use-cases/remove-stale-sheets';
import { RemoveStaleSubmissions } from '../use-cases/remove-stale-submissions';

const EVERY_MS = 10 * 60 * 1000;

const removed = new Counter({
  name: 'callboard_submissions_removed_total',
  help: 'Staged submissions, changesheets and queries removed because nobody went on with them within an hour',
});

/** Looks every ten minutes for submissions, changesheets and queries that nobody goes on with. */
@Injectable()
export class StaleSubmissionsSchedule implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly repeating: Repeating;

  constructor(
    submissions: RemoveStaleSubmissions,
    sheets: RemoveStaleSheets,
    queries: RemoveStaleQueries,
    @Inject(LOG) log: Log,
  ) {
    const sweep = async (): Promise<void> => {
      removed.inc(await submissions.execute());
      removed.inc(await sheets.execute());
      removed.inc(await queries.execute());
    };
    this.repeating = new Repeating('removing of stale submissions', EVERY_MS, sweep, log);
  }

  onApplicationBootstrap(): void {
    this.repeating.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.repeating.stop();
  }
}
