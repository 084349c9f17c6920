import { apart, Gate, workContext } from '@callboard/kernel';
import { currentGuard, type TransactionGuard } from './guarded';
import { translated } from './postgres-errors';
import { type Statement, statement } from './statement';
import { Transaction } from './transaction';
import type { Wire } from './wire';

/** Where parts are made: in the transaction itself, or inside one of its parts. */
interface Place {
  readonly joined: JoinedWork;
  /** Savepoints are a stack, so parts of one place come one after the other. */
  readonly gate: Gate;
}

const places = workContext<Place>();

/** The joined work under way here that belongs to `owner`. */
export function currentlyJoined(owner: object): JoinedWork | undefined {
  const joined = places.getStore()?.joined;
  return joined?.belongsTo(owner) === true ? joined : undefined;
}

/** See {@link import('./database').Database.joined}. */
export class JoinedWork {
  private tx: Transaction | undefined;
  private readonly guards = new Set<TransactionGuard>();
  private hooks: (() => void)[] = [];
  private parts = 0;
  private over = false;

  constructor(
    private readonly owner: object,
    private readonly wire: Wire,
    private readonly callHooks: (run: () => void) => void,
  ) {}

  belongsTo(owner: object): boolean {
    return !this.over && this.owner === owner;
  }

  /** The transaction as a whole; begun anew after a commit. Not to be used while `run` is under way. */
  get whole(): Transaction {
    this.tx ??= new Transaction(this.wire);
    return this.tx;
  }

  /** Runs `work`; whatever it makes the database do is part of the transaction. */
  run<T>(work: () => Promise<T>): Promise<T> {
    return places.run({ joined: this, gate: new Gate(1) }, work);
  }

  /** `run` is called after the next commit, and never if there is none. It must not throw. */
  afterCommit(run: () => void): void {
    this.hooks.push(run);
  }

  /** Commits. What waits for that follows, outside of this work. */
  async commit(): Promise<void> {
    for (const guard of this.guards) guard.ending(this.whole);
    try {
      await this.whole.commit();
    } catch (error) {
      await this.rollback();
      throw error;
    }
    this.tx = undefined;
    this.letGuardsGo();
    const hooks = this.hooks.splice(0);
    apart(() => this.callHooks(() => hooks.forEach((run) => run())));
  }

  /** Undoes what was done since the last commit. */
  async rollback(): Promise<void> {
    const { tx } = this;
    this.tx = undefined;
    this.hooks = [];
    // A rollback that fails as well has nothing to add: the server drops the transaction with the connection.
    await tx?.rollback().catch(() => undefined);
    this.letGuardsGo();
  }

  /** From now on this is nobody's transaction any more. */
  async end(): Promise<void> {
    this.over = true;
    await this.rollback();
  }

  /** Runs `work` as a part that is undone by itself if it fails. Its hooks wait for the commit of the whole. */
  part<T>(work: (tx: Transaction) => Promise<T> | T): Promise<T> {
    const guard = currentGuard();
    // One that has begun goes on until the commit of the whole.
    return guard === undefined || this.guards.has(guard)
      ? this.inTurn(() => this.piece(work))
      : this.inTurn(() => this.guardedPiece(guard, work));
  }

  /** One statement as a part; guards are for transactions. */
  query<T>(sql: string, parameters: readonly unknown[]): Promise<T[]> {
    return this.inTurn(() => this.piece((tx) => tx.query<T>(sql, parameters)));
  }

  /** Runs statements of which nothing is to remain, settings of theirs neither. Gives the rows of each, from place 1. */
  look(statements: readonly Statement[]): Promise<unknown[][]> {
    const { begin, undo } = partWords((this.parts += 1));
    return this.inTurn(async () => {
      try {
        return await this.wire.run([statement(begin), ...statements, statement(undo)]);
      } catch (error) {
        await this.wire.run([statement(undo)]);
        throw translated(error);
      }
    });
  }

  private async guardedPiece<T>(
    guard: TransactionGuard,
    work: (tx: Transaction) => Promise<T> | T,
  ): Promise<T> {
    try {
      const result = await this.piece(async (tx) => {
        await guard.begun(tx);
        return work(tx);
      });
      this.guards.add(guard);
      return result;
    } catch (error) {
      guard.over();
      throw error;
    }
  }

  private async piece<T>(work: (tx: Transaction) => Promise<T> | T): Promise<T> {
    const tx = new Transaction(this.wire, partWords((this.parts += 1)));
    try {
      const result = await work(tx);
      await tx.commit();
      this.hooks.push(() => tx.committed());
      return result;
    } catch (error) {
      await tx.rollback();
      throw error;
    }
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const place = places.getStore();
    if (place === undefined) throw new Error('a part of joined work outside of it');
    return place.gate.run(() => this.run(work));
  }

  private letGuardsGo(): void {
    for (const guard of this.guards) guard.over();
    this.guards.clear();
  }
}

const partWords = (n: number) => ({
  begin: `savepoint part_${n}`,
  keep: `release savepoint part_${n}`,
  undo: `rollback to savepoint part_${n}`,
});
