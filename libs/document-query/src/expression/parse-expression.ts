import type { Json } from '../filter';
import { EXPRESSION_STEPS } from '../limits';
import { readOperand } from '../operands';
import { isMembers, isTypedValue } from '../operators';
import { quoted, refusal } from '../refusal';
import type { Comparison, Expression } from './expression';
import { EXPRESSIONS } from './expression-operators';

const COMPARISONS = new Map<string, Comparison>([
  ['$eq', '='],
  ['$ne', '<>'],
  ['$gt', '>'],
  ['$gte', '>='],
  ['$lt', '<'],
  ['$lte', '<='],
]);
const ROOT = '$$ROOT';

/** Reads an expression; `count` is told of each part of it. @throws DomainError `invalid-input` */
export function parseExpression(sent: Json, count: () => void): Expression {
  count();
  if (isPlain(sent)) return { is: 'literal', value: sent };
  if (typeof sent === 'string') return { is: 'path', steps: pathOf(sent) };
  if (Array.isArray(sent))
    return { is: 'array', elements: sent.map((element: Json) => parseExpression(element, count)) };
  if (!isMembers(sent) || isTypedValue(sent)) return literal(sent);
  const entries = Object.entries(sent);
  const [first] = entries;
  if (first === undefined || !entries.some(([name]) => name.startsWith('$')))
    return { is: 'object', members: entries.map(([name, value]) => memberOf(name, value, count)) };
  if (entries.length > 1)
    throw refusal(`an operator stands alone in its object, unlike here: ${quoted(sent)}`);
  return operation(first[0], first[1], count);
}

/** A value in which nothing is computed, be it long. */
function isPlain(sent: Json): boolean {
  if (typeof sent === 'string') return !sent.startsWith('$');
  if (Array.isArray(sent)) return sent.every(isPlain);
  if (!isMembers(sent)) return true;
  return Object.entries(sent).every(([name, value]) => !/^$|[$.]/.test(name) && isPlain(value));
}

/** The steps of `$a.b`, or of `$$ROOT.a.b`. @throws DomainError `invalid-input` */
export function pathOf(sent: string): string[] {
  const isRoot = sent === ROOT || sent.startsWith(`${ROOT}.`);
  if (sent.startsWith('$$') && !isRoot)
    throw refusal(`the variable ${quoted(sent)} is not known here: ${EXPRESSIONS}`);
  if (sent === ROOT) return [];
  const steps = sent.slice(isRoot ? ROOT.length + 1 : 1).split('.');
  if (steps.some((step) => step === '' || step.startsWith('$')))
    throw refusal(`this is no path: ${quoted(sent)}; one looks like "$a.b"`);
  if (steps.length > EXPRESSION_STEPS)
    throw refusal(`a path of an expression has at most ${EXPRESSION_STEPS} steps: ${quoted(sent)}`);
  return steps;
}

function memberOf(name: string, value: Json, count: () => void): readonly [string, Expression] {
  if (name === '' || name.includes('.'))
    throw refusal(`a name in an object of expressions has no dots: ${quoted(name)}`);
  return [name, parseExpression(value, count)];
}

function operation(operator: string, sent: Json, count: () => void): Expression {
  const read = (value: Json): Expression => parseExpression(value, count);
  const comparison = COMPARISONS.get(operator);
  if (comparison !== undefined) {
    const [left, right] = both(operator, sent);
    return { is: 'compare', by: comparison, left: read(left), right: read(right) };
  }
  switch (operator) {
    case '$and':
    case '$or':
      return { is: operator === '$and' ? 'and' : 'or', parts: several(operator, sent).map(read) };
    case '$not':
      return { is: 'not', part: read(only(sent)) };
    case '$size':
      return { is: 'size', of: read(only(sent)) };
    case '$in': {
      const [value, list] = both(operator, sent);
      return { is: 'in', value: read(value), list: read(list) };
    }
    case '$ifNull':
      return { is: 'if-null', parts: several(operator, sent, 2).map(read) };
    case '$mergeObjects':
      return { is: 'merge', parts: (Array.isArray(sent) ? sent : [sent]).map(read) };
    case '$literal':
      return literal(sent);
    default:
      throw refusal(`the operator ${quoted(operator)} is not known here: ${EXPRESSIONS}`);
  }
}

function literal(sent: Json): Expression {
  const value = readOperand(sent);
  if (value instanceof Date) throw refusal('documents hold dates as texts: compare with a text, not a $date');
  return { is: 'literal', value };
}

/** An operator with one operand takes it in a list, too. */
function only(sent: Json): Json {
  return Array.isArray(sent) && sent.length === 1 ? (sent[0] as Json) : sent;
}

function both(operator: string, sent: Json): [Json, Json] {
  if (Array.isArray(sent) && sent.length === 2) return [sent[0] as Json, sent[1] as Json];
  throw refusal(`${operator} takes a list of two expressions, not ${quoted(sent)}`);
}

function several(operator: string, sent: Json, least = 1): readonly Json[] {
  if (Array.isArray(sent) && sent.length >= least) return sent;
  throw refusal(`${operator} takes a list of at least ${least} expressions, not ${quoted(sent)}`);
}
