import type { Expression } from '../expression/expression';
import type { Json } from '../filter';
import { isMembers, type Members } from '../operators';
import { quoted, refusal } from '../refusal';
import { fieldName, fieldsOf } from './field-names';
import { type Accumulator, ACCUMULATORS, type GroupField, type Stage } from './pipeline';

/** Reads `$group`: what documents have in common, and what becomes of their values. */
export function readGroup(sent: Members, expression: (sent: Json) => Expression): Stage & { is: 'group' } {
  const { _id: id, ...others } = sent;
  if (id === undefined) throw refusal('$group takes an _id: an expression, or null for one group of all');
  const fields = fieldsOf('$group', others).map(([name, value]) => readField(name, value, expression));
  return { is: 'group', id: expression(id), fields };
}

function readField(name: string, sent: Json, expression: (sent: Json) => Expression): GroupField {
  const members = isMembers(sent) ? Object.entries(sent) : [];
  const [by = '', of = null] = members[0] ?? [];
  if (members.length !== 1 || !isAccumulator(by))
    throw refusal(
      `a field of $group is made by one of ${ACCUMULATORS.join(' ')}, such as {"$sum": 1}, not ${quoted(sent)}`,
    );
  return { name: fieldName('$group', name), by, of: expression(of) };
}

const isAccumulator = (name: string): name is Accumulator =>
  (ACCUMULATORS as readonly string[]).includes(name);
