import { type FailPoints, failPoints } from '@callboard/kernel';
import type { QueryRunner } from 'typeorm';
import type { Statement } from './statement';
import { statementName } from './statement-name';

/** What of a connection of pg is used here; TypeORM hands it over without a type. */
interface PgConnection {
  query(statement: { text: string; values?: unknown[]; name?: string }): Promise<{ rows: unknown[] }>;
  readonly connection: { readonly stream: { cork(): void; uncork(): void } };
}

/** One connection of the pool, in the hands of one piece of work. */
export class Wire {
  private constructor(private readonly pg: PgConnection) {}

  /** Takes a connection from the pool; `runner.release()` gives it back. */
  static async of(runner: QueryRunner): Promise<Wire> {
    return new Wire((await runner.connect()) as PgConnection);
  }

  /**
   * Sends statements in one go, in one packet: they are run in their order, and none waits for this process in
   * between. Gives the rows of each. Once one fails in a transaction the others fail as well, so what is
   * thrown is the failure of the first.
   */
  async run(statements: readonly Statement[]): Promise<unknown[][]> {
    const outcomes = failPoints?.watched
      ? await this.oneByOne(statements, failPoints)
      : await Promise.allSettled(this.send(statements));
    return outcomes.map((outcome) => {
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value.rows;
    });
  }

  /** As a packet that was cut in pieces by the network; in between, a test may have this process die. */
  private async oneByOne(
    statements: readonly Statement[],
    points: FailPoints,
  ): Promise<PromiseSettledResult<{ rows: unknown[] }>[]> {
    const outcomes: PromiseSettledResult<{ rows: unknown[] }>[] = [];
    for (const each of statements) {
      const name = statementName(each.text);
      points.reach(`before ${name}`);
      outcomes.push(...(await Promise.allSettled(this.send([each]))));
      points.reach(`after ${name}`);
    }
    return outcomes;
  }

  private send(statements: readonly Statement[]): Promise<{ rows: unknown[] }>[] {
    const { stream } = this.pg.connection;
    stream.cork();
    try {
      return statements.map(({ text, values, name }) =>
        this.pg.query({
          text,
          ...(values.length === 0 ? {} : { values: [...values] }),
          ...(name === undefined ? {} : { name }),
        }),
      );
    } finally {
      stream.uncork();
    }
  }
}
