import type { Filter, Json, Operand, Order, Test } from './filter';
import { LIST_VALUES } from './limits';
import { readOperand } from './operands';
import { isMembers, isTypedValue, LOGICAL, type Members, SUPPORTED } from './operators';
import { quoted, refusal } from './refusal';
import { checkRegex } from './regex';

const ORDERS = new Map<string, Order>([
  ['$gt', '>'],
  ['$gte', '>='],
  ['$lt', '<'],
  ['$lte', '<='],
]);

const LOGIC = new Set<string>(LOGICAL);

/** Reads what is asked of the value of a field. */
export class TestReader {
  /** `filter` reads a filter inside of this one; `count` is told of each operator. */
  constructor(
    private readonly filter: (document: Members) => Filter,
    private readonly count: () => void,
  ) {}

  /** A value means equality, an object whose names start with `$` operators. @throws DomainError `invalid-input` */
  read(value: Json): Test {
    return isOperators(value) ? this.operators(value) : { is: 'equal', to: readOperand(value) };
  }

  private operators(members: Members): Test {
    const tests = Object.entries(members).flatMap(([operator, value]) => {
      this.count();
      return operator === '$options' ? [] : [this.operator(operator, value, members)];
    });
    if ('$options' in members && !('$regex' in members)) throw refusal('$options stands beside a $regex');
    const [only] = tests;
    return only !== undefined && tests.length === 1 ? only : { is: 'all', tests };
  }

  private operator(operator: string, value: Json, beside: Members): Test {
    const order = ORDERS.get(operator);
    if (order !== undefined) return ordered(operator, order, readOperand(value));
    switch (operator) {
      case '$eq':
        return { is: 'equal', to: readOperand(value) };
      case '$ne':
        return not({ is: 'equal', to: readOperand(value) });
      case '$in':
        return { is: 'in', list: listOf(operator, value) };
      case '$nin':
        return not({ is: 'in', list: listOf(operator, value) });
      case '$exists':
        return value === true || value === 1 ? { is: 'there' } : notThere(value);
      case '$size':
        return sized(value);
      case '$all':
        return this.every(value);
      case '$elemMatch':
        return this.element(value);
      case '$not':
        return this.negated(value);
      case '$regex':
        return like(value, beside.$options ?? '');
      default:
        throw refusal(`the operator ${quoted(operator)} is not known here: ${SUPPORTED}`);
    }
  }

  private every(value: Json): Test {
    const list = checkedList('$all', value);
    // Of nothing asked for, nothing is found: unlike a list of conditions, an empty $all matches no document.
    if (list.length === 0) return { is: 'in', list: [] };
    return { is: 'all', tests: list.map((member) => this.read(member)) };
  }

  private element(value: Json): Test {
    if (!isMembers(value))
      throw refusal('$elemMatch takes a filter for the elements, such as {"$elemMatch": {"site_id": "..."}}');
    const first = Object.keys(value)[0] ?? '';
    if (first.startsWith('$') && !LOGIC.has(first)) return { is: 'with-value', test: this.operators(value) };
    return { is: 'with-document', filter: this.filter(value) };
  }

  private negated(value: Json): Test {
    if (isOperators(value)) return not(this.operators(value));
    throw refusal('$not takes operators, such as {"$not": {"$in": ["a", "b"]}}; for a value use $ne');
  }
}

const not = (test: Test): Test => ({ is: 'not', test });

function notThere(value: Json): Test {
  if (value === false || value === 0 || value === null) return not({ is: 'there' });
  throw refusal(`$exists takes true or false, not ${quoted(value)}`);
}

/** Null is neither above nor below anything, but as great as itself, as in the reference. */
function ordered(operator: string, by: Order, to: Operand): Test {
  if (to === null) return by.endsWith('=') ? { is: 'equal', to: null } : { is: 'in', list: [] };
  if (typeof to === 'object' && !(to instanceof Date))
    throw refusal(`${operator} compares with a number, a text, a truth value or a $date, not ${quoted(to)}`);
  return { is: 'ordered', by, to };
}

function sized(value: Json): Test {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0)
    return { is: 'of-size', size: Math.min(value, 2 ** 31 - 1) };
  throw refusal(`$size takes a whole number from 0, not ${quoted(value)}`);
}

function like(pattern: Json, options: Json): Test {
  if (typeof pattern !== 'string' || typeof options !== 'string')
    throw refusal('$regex and $options take texts, such as {"$regex": "^nmdc:", "$options": "i"}');
  return { is: 'like', ...checkRegex(pattern, options) };
}

function listOf(operator: string, value: Json): Operand[] {
  return checkedList(operator, value).map((member) => {
    if (isOperators(member)) throw refusal(`${operator} takes values, not operators: ${quoted(member)}`);
    return readOperand(member);
  });
}

function checkedList(operator: string, value: Json): readonly Json[] {
  if (!Array.isArray(value)) throw refusal(`${operator} takes a list of values, not ${quoted(value)}`);
  if (value.length > LIST_VALUES)
    throw refusal(`${operator} takes at most ${LIST_VALUES} values, here are ${value.length}`);
  return value;
}

/** An object of operators. A typed value is none, and neither is an empty object. */
function isOperators(value: Json): value is Members {
  if (!isMembers(value) || isTypedValue(value)) return false;
  const names = Object.keys(value);
  if (!names.some((name) => name.startsWith('$'))) return false;
  const plain = names.find((name) => !name.startsWith('$'));
  if (plain === undefined) return true;
  throw refusal(`operators and plain names do not go together: ${quoted(plain)}`);
}
