import type { EntityManager } from 'typeorm';
import type { ServiceQueryRunner } from './service-data-source';

/** One open transaction. Everything done through it is kept together, or not at all. */
export class Transaction {
  private readonly hooks: (() => void)[] = [];

  constructor(private readonly runner: ServiceQueryRunner) {}

  /** TypeORM inside this transaction. */
  get manager(): EntityManager {
    return this.runner.manager;
  }

  /** Runs one statement and gives its rows: those of a select, or of an insert, update or delete with `returning`. */
  async query<T>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    return rowsOf<T>(this.runner, sql, parameters);
  }

  /** {@link query} for a text that is made at run time, such as from a filter: planned anew, with the values at hand. */
  async queryOnce<T>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    const result = await this.runner.query(sql, parameters, true);
    return result.records as T[];
  }

  /** `run` is called once the transaction has been committed, and never if it was not. It must not throw. */
  afterCommit(run: () => void): void {
    this.hooks.push(run);
  }

  /** For {@link import('./database').Database} alone. */
  committed(): void {
    for (const run of this.hooks) run();
  }
}

/** Statements without parameters are rare and cheap; all others are prepared. */
export async function rowsOf<T>(
  runner: ServiceQueryRunner,
  sql: string,
  parameters: unknown[],
): Promise<T[]> {
  if (parameters.length > 0) return (await runner.prepared(sql, parameters)) as T[];
  // TypeORM's plain `query` answers differently for each kind of statement; its structured result does not.
  const result = await runner.query(sql, parameters, true);
  return result.records as T[];
}
