import { ExpressionCompiler } from '../../expression/compile-expression';
import type { QuerySource } from '../../fields';
import type { Filter } from '../../filter';
import { FILTER_MS } from '../../limits';
import { FilterCompiler } from '../../sql/filter-compiler';
import { Parameters } from '../../sql/parameters';
import { Names } from '../../sql/walk';

/** The documents of the stage before, as every stage names them: column `doc`, and `n`, their order. */
export const OF_STAGE: QuerySource = { fields: {}, otherwise: { sql: 's.doc', kind: 'json' } };

/** A statement that is being written: its parameters, the names in it, and how long it may take. */
export class Writing {
  readonly names = new Names();
  readonly parameters: Parameters;
  readonly expressions: ExpressionCompiler;
  limitMs = FILTER_MS;

  constructor(before: number) {
    this.parameters = new Parameters(before);
    this.expressions = new ExpressionCompiler(this.parameters, this.names);
  }

  filter(filter: Filter, source: QuerySource = OF_STAGE): string {
    const compiler = new FilterCompiler(source, this.parameters, this.names);
    const sql = compiler.filter(filter);
    this.limitMs = Math.min(this.limitMs, compiler.limitMs);
    return `(${sql})`;
  }
}
