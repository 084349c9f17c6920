import type { EntityManager, QueryRunner } from 'typeorm';

/** One open transaction. Everything done through it is kept together, or not at all. */
export class Transaction {
  private readonly hooks: (() => void)[] = [];

  constructor(private readonly runner: QueryRunner) {}

  /** TypeORM inside this transaction. */
  get manager(): EntityManager {
    return this.runner.manager;
  }

  /** Runs one statement and gives its rows: those of a select, or of an insert, update or delete with `returning`. */
  async query<T>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    return rowsOf<T>(this.runner, sql, parameters);
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

/** TypeORM's plain `query` answers differently for each kind of statement; its structured result does not. */
export async function rowsOf<T>(runner: QueryRunner, sql: string, parameters: unknown[]): Promise<T[]> {
  const result = await runner.query(sql, parameters, true);
  return result.records as T[];
}
