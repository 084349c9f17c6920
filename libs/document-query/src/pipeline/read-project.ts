import type { Expression } from '../expression/expression';
import type { Json } from '../filter';
import { isMembers, type Members } from '../operators';
import { refusal } from '../refusal';
import { fieldName, fieldsOf } from './field-names';
import type { ProjectedField, Stage } from './pipeline';

/** Reads `$project`: either what is kept and computed, or what is left out. `_id` may be left out beside either. */
export function readProject(
  sent: Members,
  expression: (sent: Json) => Expression,
): Stage & { is: 'project' } {
  const fields = fieldsOf('$project', sent).map(([name, value]) => readField(name, value, expression));
  if (fields.length === 0) throw refusal('$project takes at least one field');
  const others = fields.filter(({ name }) => name !== '_id');
  const leftOut = others.filter(({ is }) => is === 'left-out').length;
  if (leftOut > 0 && leftOut < others.length)
    throw refusal('$project either names what is kept, or what is left out; only _id may be left out beside');
  return { is: 'project', fields };
}

function readField(name: string, sent: Json, expression: (sent: Json) => Expression): ProjectedField {
  const field = fieldName('$project', name);
  if (sent === 0 || sent === false) return { name: field, is: 'left-out' };
  if (typeof sent === 'number' || sent === true) return { name: field, is: 'kept' };
  if (
    isMembers(sent) &&
    Object.values(sent).some((member) => typeof member === 'number' || typeof member === 'boolean')
  )
    throw refusal('inside of an object $project takes expressions: a plain value stands in a $literal');
  return { name: field, is: 'computed', of: expression(sent) };
}
