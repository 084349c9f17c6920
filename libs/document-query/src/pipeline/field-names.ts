import type { Json } from '../filter';
import { PATH_STEPS, STAGE_FIELDS } from '../limits';
import { isMembers, type Members } from '../operators';
import { quoted, refusal } from '../refusal';

/** The members of what a stage was sent; none but those `allowed`, if they are named. */
export function membersOf(stage: string, sent: Json, allowed?: readonly string[]): Members {
  if (!isMembers(sent)) throw refusal(`${stage} takes an object, not ${quoted(sent)}`);
  const odd = Object.keys(sent).find((name) => allowed && !allowed.includes(name));
  if (odd !== undefined) throw refusal(`${stage} takes ${allowed?.join(', ')}, not ${quoted(odd)}`);
  return sent;
}

/** The name of a field that a stage makes. */
export function fieldName(stage: string, sent: Json | undefined): string {
  if (typeof sent === 'string' && /^[^$.][^.]*$/.test(sent) && sent.length <= 200) return sent;
  throw refusal(`${stage} takes the name of a field, without dots, not ${quoted(sent)}`);
}

/** The steps of a dotted path, without `$`. */
export function fieldPath(stage: string, sent: Json | undefined): string[] {
  const steps = typeof sent === 'string' ? sent.split('.') : [];
  if (steps.length === 0 || steps.some((step) => step === '' || step.startsWith('$')))
    throw refusal(`${stage} takes a path such as "a.b", not ${quoted(sent)}`);
  if (steps.length > PATH_STEPS) throw refusal(`a path has at most ${PATH_STEPS} steps: ${quoted(sent)}`);
  return steps;
}

/** What a stage makes or sorts by, which is not without limit. */
export function fieldsOf(stage: string, sent: Members): [string, Json][] {
  const fields = Object.entries(sent);
  if (fields.length > STAGE_FIELDS)
    throw refusal(`${stage} takes at most ${STAGE_FIELDS} fields, here are ${fields.length}`);
  return fields;
}
