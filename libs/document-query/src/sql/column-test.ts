import type { QueryField } from '../fields';
import type { Operand } from '../filter';
import { dateOf } from '../operands';
import type { ValueTest } from './json-test';
import type { Parameters } from './parameters';

/** A kind of field whose values are plain and of one type. */
type PlainField = QueryField & { readonly kind: 'text' | 'number' | 'boolean' | 'date' };

const SQL_TYPES = { text: 'text', number: 'numeric', boolean: 'boolean', date: 'timestamptz' } as const;

/** SQL: whether a plain value passes the test. Null when the value is absent. */
export function columnTest(field: PlainField, test: ValueTest, parameters: Parameters): string {
  const type = SQL_TYPES[field.kind];
  switch (test.is) {
    case 'equal': {
      const value = operandOf(field, test.to);
      return value === undefined ? 'false' : `${field.sql} = ${parameters.add(value, type)}`;
    }
    case 'in': {
      const values = test.list
        .map((operand) => operandOf(field, operand))
        .filter((value) => value !== undefined);
      return values.length === 0 ? 'false' : `${field.sql} = any (${parameters.add(values, `${type}[]`)})`;
    }
    case 'ordered': {
      const value = operandOf(field, test.to);
      return value === undefined ? 'false' : `${field.sql} ${test.by} ${parameters.add(value, type)}`;
    }
    case 'like':
      return field.kind === 'text' ? `${field.sql} ~ ${parameters.add(test.pattern, 'text')}` : 'false';
    case 'of-size':
      return 'false';
  }
}

/** The value as a parameter; undefined when it is of another type, and so equal to none. */
function operandOf(field: PlainField, operand: Operand): unknown {
  if (field.kind === 'date') return (operand instanceof Date ? operand : dateOf(operand))?.toISOString();
  const types = { text: 'string', number: 'number', boolean: 'boolean' } as const;
  if (typeof operand !== types[field.kind]) return undefined;
  return field.kind === 'number' ? String(operand) : operand;
}
