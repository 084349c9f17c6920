import { FREELY_PLANNED } from './planning';
import { type Statement, statement, statementOnce } from './statement';
import { asAsked, translated } from './postgres-errors';
import type { Wire } from './wire';

/** SQL by which a transaction, or a part of one, begins and ends. */
export interface TransactionWords {
  readonly begin: string;
  readonly keep: string;
  readonly undo: string;
}

const WHOLE: TransactionWords = { begin: 'begin', keep: 'commit', undo: 'rollback' };

/**
 * One open transaction. Everything done through it is kept together, or not at all.
 *
 * What counts on the way of a claim is how often it waits for the database, so statements whose rows nobody needs do
 * not travel by themselves: `begin` goes with the first statement, and {@link along} with the next one or the commit.
 */
export class Transaction {
  private readonly hooks: (() => void)[] = [];
  private held: Statement[];
  private state: 'new' | 'open' | 'broken' | 'ended' = 'new';

  constructor(
    private readonly wire: Wire,
    private readonly words: TransactionWords = WHOLE,
  ) {
    this.held = [statement(words.begin)];
  }

  /** Runs one statement and gives its rows: those of a select, or of an insert, update or delete with `returning`. */
  async query<T>(sql: string, parameters: readonly unknown[] = []): Promise<T[]> {
    return (await this.send(statement(sql, parameters))) as T[];
  }

  /**
   * A statement that clients have shaped and whose rows are to be kept, planned for the values at hand, for at most
   * `limitMs`. What follows in the transaction is planned and limited like it.
   *
   * @throws DomainError as {@link import('./database').Database.queryWithin}
   */
  async queryWithin<T>(limitMs: number, sql: string, parameters: readonly unknown[] = []): Promise<T[]> {
    this.along(FREELY_PLANNED);
    this.along(`set local statement_timeout = ${Math.ceil(limitMs)}`);
    try {
      return (await this.send(statementOnce(sql, parameters))) as T[];
    } catch (error) {
      throw asAsked(error, limitMs);
    }
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
    if (this.state === 'open' || this.held.length > 1) await this.send(statement(this.words.keep));
    this.state = 'ended';
  }

  /** Whether there is anything to be kept or undone. */
  get isOpen(): boolean {
    return this.state === 'open' || this.state === 'broken';
  }

  /** Undoes what was done, as far as the server knows of any. */
  async rollback(): Promise<void> {
    if (!this.isOpen) return;
    this.state = 'ended';
    await this.wire.run([statement(this.words.undo)]);
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
