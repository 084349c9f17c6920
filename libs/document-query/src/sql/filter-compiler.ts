import { dateFields, type QueryField, type QuerySource, resolve } from '../fields';
import { ExpressionCompiler } from '../expression/compile-expression';
import type { Expression } from '../expression/expression';
import type { Filter, Operand, Test } from '../filter';
import { FILTER_MS, REGEX_MS } from '../limits';
import { postgresRegex } from '../regex';
import { refusal } from '../refusal';
import { columnTest } from './column-test';
import { equivalentsOf } from './equivalents';
import { elementsOf, jsonTest, type ValueTest } from './json-test';
import type { Parameters } from './parameters';
import { isIndex, type Names, valuesAt } from './walk';

/** Where values are looked up: the row of the list, or the element of an array inside of a document. */
type Scope = { readonly row: QuerySource } | { readonly value: string };

/** What a path leads to. */
type Target =
  | { readonly is: 'nothing' }
  | { readonly is: 'column'; readonly field: QueryField & { kind: 'text' | 'number' | 'boolean' | 'date' } }
  | { readonly is: 'json'; readonly value: string; readonly rest: readonly string[] };

/** Compiles filters over one list, as a part of a statement with these parameters and names. */
export class FilterCompiler {
  limitMs = FILTER_MS;
  private readonly equivalents: ReadonlyMap<string, string>;

  constructor(
    private readonly source: QuerySource,
    private readonly parameters: Parameters,
    private readonly names: Names,
  ) {
    this.equivalents = equivalentsOf(source);
  }

  filter(filter: Filter, scope: Scope = { row: this.source }): string {
    const known = 'row' in scope && filter.is === 'or' && this.equivalents.get(JSON.stringify(filter));
    if (known) return known;
    if (filter.is === 'expression') return this.computed(filter.expression);
    if (filter.is === 'field') return this.test(filter.test, this.target(filter.path, scope));
    const parts = filter.filters.map((part) => `(${this.filter(part, scope)})`);
    if (filter.is === 'nor') return `not (${parts.join(' or ')})`;
    return parts.length === 0 ? 'true' : parts.join(` ${filter.is} `);
  }

  /** Only of documents that are open as a whole: an expression may name any field. */
  private computed(expression: Expression): string {
    const { otherwise } = this.source;
    if (otherwise === undefined) throw new Error('expressions are of documents that are open as a whole');
    return new ExpressionCompiler(this.parameters, this.names).condition(expression, otherwise.sql);
  }

  private target(path: readonly string[], scope: Scope): Target {
    if ('value' in scope) return { is: 'json', value: scope.value, rest: path };
    const found = resolve(path, scope.row);
    if (found === undefined) return { is: 'nothing' };
    const { field, rest } = found;
    if (field.kind === 'json') return { is: 'json', value: field.sql, rest };
    // A plain value has nothing below it.
    return rest.length > 0 ? { is: 'nothing' } : { is: 'column', field: { ...field, kind: field.kind } };
  }

  private test(test: Test, target: Target): string {
    switch (test.is) {
      case 'not':
        return `not (${this.test(test.test, target)})`;
      case 'all':
        return test.tests.map((one) => `(${this.test(one, target)})`).join(' and ') || 'true';
      case 'there':
        return this.there(target);
      case 'with-value':
      case 'with-document':
        return this.someElement(test, target);
      case 'equal':
        return test.to === null ? this.nullOrMissing(target) : this.valueTest(test, target);
      case 'in':
        return this.inList(test.list, target);
      case 'like':
        return this.like(postgresRegex(test), target);
      case 'ordered':
      case 'of-size':
        return this.valueTest(test, target);
    }
  }

  private valueTest(test: ValueTest, target: Target): string {
    if (target.is === 'nothing') return 'false';
    this.refuseDates(test, target);
    if (target.is === 'column') {
      const sql = columnTest(target.field, test, this.parameters);
      return target.field.nullable && sql !== 'false' ? `(${sql}) is true` : sql;
    }
    return this.some(target, (value) => jsonTest(value, test, this.parameters, this.names.next()));
  }

  /** Null in the list also means a missing value. */
  private inList(list: readonly Operand[], target: Target): string {
    const values = list.filter((operand) => operand !== null);
    const parts = [
      ...(values.length > 0 ? [this.valueTest({ is: 'in', list: values }, target)] : []),
      ...(values.length < list.length ? [this.nullOrMissing(target)] : []),
    ];
    return parts.map((part) => `(${part})`).join(' or ') || 'false';
  }

  /** The first part is settled while the statement is planned: a pattern that PostgreSQL refuses is so on any data. */
  private like(pattern: string, target: Target): string {
    this.limitMs = REGEX_MS;
    const checked = `('' ~ ${this.parameters.add(pattern, 'text')}) is not null`;
    return `${checked} and ${this.valueTest({ is: 'like', pattern }, target)}`;
  }

  private there(target: Target): string {
    if (target.is === 'nothing') return 'false';
    if (target.is === 'column') return target.field.nullable ? `${target.field.sql} is not null` : 'true';
    return this.some(target, () => 'true');
  }

  private nullOrMissing(target: Target): string {
    if (target.is === 'nothing') return 'true';
    if (target.is === 'column') return target.field.nullable ? `${target.field.sql} is null` : 'false';
    const isNull = this.some(target, (value) => `${value} @> 'null'`);
    return [isNull, ...this.missing(target)].map((part) => `(${part})`).join(' or ');
  }

  /** A value is missing where some document on the way lacks the next key, or where the way ends early. */
  private missing({ value, rest }: Target & { is: 'json' }): string[] {
    const absent = `${value} is null`;
    return [
      absent,
      ...rest.map((key, at) => {
        const above = valuesAt(value, rest.slice(0, at), this.parameters, this.names);
        return `exists (select from ${above.from} where ${this.lacks(above.value, key)})`;
      }),
    ];
  }

  private lacks(value: string, key: string): string {
    const bound = this.parameters.add(key, 'text');
    const element = this.names.next();
    const inArray = isIndex(key)
      ? 'false'
      : `exists (select from ${elementsOf(value)} ${element}
                  where jsonb_typeof(${element}) <> 'object' or not ${element} ? ${bound})`;
    return `case jsonb_typeof(${value})
      when 'object' then not ${value} ? ${bound}
      when 'array' then ${inArray}
      else true end`;
  }

  private someElement(test: Test & { is: 'with-value' | 'with-document' }, target: Target): string {
    if (target.is !== 'json') return 'false';
    return this.some(target, (value) => {
      const element = this.names.next();
      const inner: Target = { is: 'json', value: element, rest: [] };
      const condition =
        test.is === 'with-value'
          ? this.test(test.test, inner)
          : `jsonb_typeof(${element}) = 'object' and (${this.filter(test.filter, { value: element })})`;
      return `exists (select from ${elementsOf(value)} ${element} where ${condition})`;
    });
  }

  /** Whether some value at the target passes. */
  private some(target: Target & { is: 'json' }, condition: (value: string) => string): string {
    const { from, value } = valuesAt(target.value, target.rest, this.parameters, this.names);
    return `exists (select from ${from} where ${condition(value)})`;
  }

  /** JSON holds dates as text, in whatever form they were sent: nobody can tell how to compare them. */
  private refuseDates(test: ValueTest, target: Target): void {
    if (target.is === 'column' && target.field.kind === 'date') return;
    const operands = test.is === 'in' ? test.list : 'to' in test ? [test.to] : [];
    if (!operands.some((operand) => operand instanceof Date)) return;
    const fields = dateFields(this.source);
    throw refusal(
      fields.length === 0
        ? 'no field of this list holds dates that $date compares with'
        : `$date compares with fields that hold dates: ${fields.join(', ')}; with others compare texts`,
    );
  }
}
