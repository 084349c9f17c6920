import { orderOf } from '../sql/order';
import type { Parameters } from '../sql/parameters';
import { elementsOf } from '../sql/json-test';
import type { Names } from '../sql/walk';
import type { Expression } from './expression';
import { pathValue } from './path-value';

/** Compiles expressions over a document: SQL of type jsonb, which is null where the value is missing. */
export class ExpressionCompiler {
  constructor(
    private readonly parameters: Parameters,
    private readonly names: Names,
  ) {}

  /** `document`: SQL of the document. */
  value(expression: Expression, document: string): string {
    const read = (one: Expression): string => this.value(one, document);
    switch (expression.is) {
      case 'literal':
        return this.parameters.add(JSON.stringify(expression.value), 'jsonb');
      case 'path':
        return pathValue(document, expression.steps, this.parameters, this.names);
      case 'object':
        return this.object(expression.members, document);
      case 'array':
        return `jsonb_build_array(${expression.elements.map(read).join(', ')})`;
      case 'size':
        return `to_jsonb(jsonb_array_length(coalesce(${read(expression.of)}, 'null')))`;
      case 'if-null':
        return this.ifNull(expression.parts.map(read));
      case 'merge':
        return expression.parts.map((part) => this.mergeable(read(part))).join(' || ');
      case 'and':
      case 'or':
      case 'not':
      case 'compare':
      case 'in':
        return `to_jsonb(${this.condition(expression, document)})`;
    }
  }

  /** SQL of a boolean that is never null: false are false, null, zero and what is missing. */
  condition(expression: Expression, document: string): string {
    switch (expression.is) {
      case 'and':
      case 'or':
        return `(${expression.parts.map((part) => this.condition(part, document)).join(` ${expression.is} `)})`;
      case 'not':
        return `(not ${this.condition(expression.part, document)})`;
      case 'compare':
        return this.comparison(expression, document);
      case 'in': {
        const [value, list] = [this.value(expression.value, document), this.value(expression.list, document)];
        const [name, element] = [this.names.next(), this.names.next()];
        return `exists (select from (select ${list} as v) ${name}, ${elementsOf(`${name}.v`)} ${element}
          where ${element} = ${value})`;
      }
      case 'literal':
      case 'path':
      case 'object':
      case 'array':
      case 'size':
      case 'if-null':
      case 'merge':
        return `(coalesce(${this.value(expression, document)}, 'null') not in ('null', 'false', '0'))`;
    }
  }

  private comparison({ by, left, right }: Expression & { is: 'compare' }, document: string): string {
    const [one, other] = [this.value(left, document), this.value(right, document)];
    if (by === '=') return `(${one} is not distinct from ${other})`;
    if (by === '<>') return `(${one} is distinct from ${other})`;
    const name = this.names.next();
    const row = (column: string): string => `(${orderOf(`${name}.${column}`).join(', ')})`;
    return `(select ${row('l')} ${by} ${row('r')} from (select ${one} as l, ${other} as r) ${name})`;
  }

  /** Without a member that is missing, which SQL null stands for. */
  private object(members: readonly (readonly [string, Expression])[], document: string): string {
    if (members.length === 0) return `'{}'::jsonb`;
    const name = this.names.next();
    const rows = members.map(
      ([key, value]) => `(${this.parameters.add(key, 'text')}, ${this.value(value, document)})`,
    );
    return `(select coalesce(jsonb_object_agg(${name}.k, ${name}.v) filter (where ${name}.v is not null), '{}')
      from (values ${rows.join(', ')}) ${name} (k, v))`;
  }

  private mergeable(value: string): string {
    return objectOrRefused(`coalesce(nullif(${value}, 'null'), '{}')`, this.names);
  }

  private ifNull(parts: readonly string[]): string {
    const last = parts.at(-1) ?? `'null'::jsonb`;
    return `coalesce(${[...parts.slice(0, -1).map((part) => `nullif(${part}, 'null')`), last].join(', ')})`;
  }
}

/** SQL: an object as it is; anything else makes PostgreSQL refuse the value, as nothing can be deleted from it by name. */
export function objectOrRefused(value: string, names: Names): string {
  const name = names.next();
  return `(select case jsonb_typeof(${name}.v) when 'object' then ${name}.v else coalesce(${name}.v, 'null') #- '{object}' end
    from (select ${value} as v) ${name})`;
}
