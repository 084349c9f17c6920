import { objectOrRefused } from '../expression/compile-expression';
import type { QuerySource } from '../fields';
import type { Stage } from './pipeline';
import { groupSql } from './sql/group';
import { lookedFor, lookupCtes } from './sql/lookup';
import { projectSql } from './sql/project';
import { givenRows, type NamedRows, type RowsOf } from './sql/rows';
import { sortSql } from './sql/sort';
import { unwindSql } from './sql/unwind';
import { Writing } from './sql/writing';

/** A pipeline as a part of a statement. */
export interface CompiledPipeline {
  /** Common table expressions, to stand behind `with`. */
  readonly ctes: string;
  /** The one that holds the result: columns `n`, in ascending order, and `doc` (jsonb). */
  readonly result: string;
  readonly values: readonly unknown[];
  /** How long the statement may take, in ms. */
  readonly limitMs: number;
}

/** Compiles a pipeline over a collection. `before`: how many parameters the statement has already. */
export function compilePipeline(
  stages: readonly Stage[],
  collection: string,
  rowsOf: RowsOf,
  before: number,
): CompiledPipeline {
  return new PipelineCompiler(rowsOf, new Writing(before)).compile(stages, collection);
}

/**
 * The values by which the `$lookup` at `at` looks for documents, for those that are asked of somebody else: a pipeline of
 * the stages before, whose result has a column `v` (jsonb) beside.
 */
export function compileLookedFor(
  stages: readonly Stage[],
  at: number,
  collection: string,
  rowsOf: RowsOf,
): CompiledPipeline {
  const writing = new Writing(0);
  const { ctes, result, ...rest } = new PipelineCompiler(rowsOf, writing).compile(
    stages.slice(0, at),
    collection,
  );
  const lookup = stages[at];
  if (lookup?.is !== 'lookup') throw new Error(`stage ${at} looks nothing up`);
  const keys = lookedFor(lookup.local, writing.parameters, writing.names);
  return {
    ...rest,
    ctes: `${ctes}, looked_for as (select distinct k.v from ${result} s cross join lateral (${keys}) k (v))`,
    result: 'looked_for',
  };
}

class PipelineCompiler {
  private readonly ctes: string[] = [];

  constructor(
    private readonly rowsOf: RowsOf,
    private readonly writing: Writing,
  ) {}

  compile(stages: readonly Stage[], collection: string): CompiledPipeline {
    const first = stages.findIndex(({ is }) => is !== 'match');
    const leading = first === -1 ? stages.length : first;
    let result = this.begin(stages.slice(0, leading), collection);
    for (const [at, stage] of stages.entries()) if (at >= leading) result = this.stage(stage, at, result);
    const { parameters, limitMs } = this.writing;
    return { ctes: this.ctes.join(',\n'), result, values: parameters.values, limitMs };
  }

  /** What matches from the beginning is asked of the collection itself, so that its index serves. */
  private begin(matches: readonly Stage[], collection: string): string {
    const { from, where, key, query, document } = this.rows(collection, -1);
    const conditions = matches.flatMap((stage) =>
      stage.is === 'match' ? [this.writing.filter(stage.filter, query)] : [],
    );
    this.ctes.push(`begun as (
      select row_number() over (order by ${key}) as n, ${document} as doc
        from ${from} where ${[where, ...conditions].join(' and ')})`);
    return 'begun';
  }

  private stage(stage: Stage, at: number, before: string): string {
    const name = `stage_${at}`;
    if (stage.is === 'lookup')
      this.ctes.push(...lookupCtes(stage, before, name, this.rows(stage.from, at), this.writing));
    else this.ctes.push(`${name} as (${this.sql(stage, before)})`);
    return name;
  }

  private sql(stage: Exclude<Stage, { is: 'lookup' }>, before: string): string {
    const { expressions, parameters, names } = this.writing;
    switch (stage.is) {
      case 'match':
        return `select s.n, s.doc from ${before} s where ${this.writing.filter(stage.filter)}`;
      case 'unwind':
        return unwindSql(stage, before, this.writing);
      case 'group':
        return groupSql(stage, before, this.writing);
      case 'project':
        return projectSql(stage, before, this.writing);
      case 'sort':
        return sortSql(stage, before, this.writing);
      case 'replace':
        return `select s.n, ${objectOrRefused(expressions.value(stage.by, 's.doc'), names)} as doc from ${before} s`;
      case 'skip':
        return `select s.n, s.doc from ${before} s order by s.n offset ${parameters.add(stage.n, 'bigint')}`;
      case 'limit':
        return `select s.n, s.doc from ${before} s order by s.n limit ${parameters.add(stage.n, 'bigint')}`;
      case 'count':
        return `select 1::bigint as n, jsonb_build_object(${parameters.add(stage.name, 'text')}, count(*)) as doc
                  from ${before} s having count(*) > 0`;
    }
  }

  private rows(collection: string, at: number): NamedRows {
    const { parameters } = this.writing;
    const found = this.rowsOf(collection, at, parameters);
    if (found.is === 'kept') return { ...found, document: documentOf(found.query) };
    const { cte, rows } = givenRows(`given_${at + 1}`, parameters.add(found.documents, 'jsonb'));
    this.ctes.push(cte);
    return rows;
  }
}

function documentOf({ otherwise }: QuerySource): string {
  if (otherwise === undefined) throw new Error('a pipeline is over documents that are open as a whole');
  return otherwise.sql;
}
