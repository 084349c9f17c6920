import type { Expression } from '../expression/expression';
import { parseExpression, pathOf } from '../expression/parse-expression';
import type { Json } from '../filter';
import { PIPELINE_EXPRESSIONS } from '../limits';
import { isMembers, type Members } from '../operators';
import { parseFilterOf } from '../parse-filter';
import { quoted, refusal } from '../refusal';
import { fieldName, fieldPath, membersOf } from './field-names';
import { readGroup } from './read-group';
import { readProject } from './read-project';
import { readSort } from './read-sort';
import { type Stage, STAGES } from './pipeline';

/** Reads the stages of one pipeline: counts its expressions. */
export class StageReader {
  private expressions = 0;
  private readonly expression = (sent: Json): Expression => parseExpression(sent, () => this.count());

  /** `known`: the collections that may be looked up in. */
  constructor(private readonly known: readonly string[]) {}

  read(name: string, sent: Json): Stage {
    switch (name) {
      case '$match':
        return { is: 'match', filter: parseFilterOf(membersOf(name, sent), this.expression) };
      case '$lookup':
        return this.lookup(membersOf(name, sent));
      case '$unwind':
        return unwind(sent);
      case '$group':
        return readGroup(membersOf(name, sent), this.expression);
      case '$replaceWith':
        return { is: 'replace', by: this.expression(sent) };
      case '$replaceRoot':
        return { is: 'replace', by: this.expression(membersOf(name, sent, ['newRoot']).newRoot ?? null) };
      case '$project':
        return readProject(membersOf(name, sent), this.expression);
      case '$sort':
        return { is: 'sort', keys: readSort(membersOf(name, sent)) };
      case '$skip':
      case '$limit':
        return { is: name === '$skip' ? 'skip' : 'limit', n: wholeNumber(name, sent) };
      case '$count':
        return { is: 'count', name: fieldName(name, sent) };
      default:
        throw refusal(`the stage ${quoted(name)} is not known here: supported are ${STAGES.join(' ')}`);
    }
  }

  private lookup(sent: Members): Stage {
    if ('let' in sent || 'pipeline' in sent)
      throw refusal('$lookup takes from, localField, foreignField and as; neither let nor pipeline');
    const { from, localField, foreignField, as } = membersOf('$lookup', sent, LOOKUP_MEMBERS);
    if (typeof from !== 'string' || !this.known.includes(from))
      throw refusal(`${quoted(from)} is no collection to look up in. There are: ${this.known.join(', ')}`);
    const [local, foreign] = [
      fieldPath('$lookup.localField', localField),
      fieldPath('$lookup.foreignField', foreignField),
    ];
    return { is: 'lookup', from, local, foreign, as: fieldName('$lookup.as', as) };
  }

  private count(): void {
    this.expressions += 1;
    if (this.expressions > PIPELINE_EXPRESSIONS)
      throw refusal(`the expressions of a pipeline have at most ${PIPELINE_EXPRESSIONS} parts`);
  }
}

const LOOKUP_MEMBERS = ['from', 'localField', 'foreignField', 'as'];

function unwind(sent: Json): Stage {
  const members = isMembers(sent)
    ? membersOf('$unwind', sent, ['path', 'preserveNullAndEmptyArrays'])
    : { path: sent };
  const { path, preserveNullAndEmptyArrays: keeps = false } = members as Members;
  if (typeof path !== 'string' || !path.startsWith('$') || path.startsWith('$$'))
    throw refusal(`$unwind takes a path such as "$a.b", not ${quoted(path)}`);
  if (typeof keeps !== 'boolean')
    throw refusal(`preserveNullAndEmptyArrays is true or false, not ${quoted(keeps)}`);
  return { is: 'unwind', path: pathOf(path), keepsEmpty: keeps };
}

function wholeNumber(stage: string, sent: Json): number {
  const least = stage === '$limit' ? 1 : 0;
  if (typeof sent === 'number' && Number.isSafeInteger(sent) && sent >= least) return sent;
  throw refusal(`${stage} takes a whole number from ${least}, not ${quoted(sent)}`);
}
