import { type Statement, statement } from './statement';
import { translated } from './postgres-errors';
import type { Wire } from './wire';

/**
 * One open transaction. Everything done through it is kept together, or not at all.
 *
 * What counts on the way of a claim is how often it waits for the database, so statements whose rows nobody needs do
 * not travel by themselves: `begin` goes with the first statement, and {@link along} with the next one or the commit.
 */
export class Transaction {
  private readonly hooks: (() => void)[] = [];
  private held: Statement[] = [statement('begin')];
  private state: 'new' | 'open' | 'broken' | 'ended' = 'new';

  constructor(private readonly wire: Wire) {}

  /** Runs one statement and gives its rows: those of a select, or of an insert, update or delete with `returning`. */
  async query<T>(sql: string, parameters: readonly unknown[] = []): Promise<T[]> {
    return (await this.send(statement(sql, parameters))) as T[];
  }

  /** A statement whose rows nobody needs: it is sent with the next one, or with the commit, which it makes fail if it fails. */
  along(sql: string, parameters: readonly unknown[] = []): void {
    this.held.push(statement(sql, parameters));
  }

  /** `run` is called once the transaction has been committed, and never if it was not. It must not throw. */
  afterCommit(run: () => void): void {
    this.hooks.push(run);
  }

  /**
   * For {@link import('./database').Database} alone, as all that follows.
   *
   * PostgreSQL answers COMMIT after an ignored failure of a statement by rolling back, and calls that a success. A
   * write would be acknowledged and lost, so such a commit is refused.
   */
  async commit(): Promise<void> {
    if (this.state === 'broken')
      throw new Error(
        'a statement of this transaction failed and was passed over: nothing of it can be kept',
      );
    if (this.state === 'open' || this.held.length > 1) await this.send(statement('commit'));
    this.state = 'ended';
  }

  /** Undoes what was done, as far as the server knows of any. */
  async rollback(): Promise<void> {
    if (this.state !== 'open' && this.state !== 'broken') return;
    this.state = 'ended';
    await this.wire.run([statement('rollback')]);
  }

  committed(): void {
    for (const run of this.hooks) run();
  }

  private async send(last: Statement): Promise<unknown[]> {
    const statements = [...this.held.splice(0), last];
    if (this.state === 'new') this.state = 'open';
    try {
      return (await this.wire.run(statements)).at(-1) ?? [];
    } catch (error) {
      this.state = 'broken';
      throw translated(error);
    }
  }
}
