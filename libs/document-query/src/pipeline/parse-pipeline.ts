import type { Filter, Json } from '../filter';
import { PIPELINE_STAGES } from '../limits';
import { isMembers, type Members } from '../operators';
import { quoted, refusal } from '../refusal';
import { checkedJson } from '../read-json';
import { type Stage, STAGES } from './pipeline';
import { StageReader } from './stage-reader';

/**
 * Reads the stages of a pipeline over a collection, which may look up in others of those that are `known`.
 *
 * @throws DomainError `invalid-input` in words, naming what is supported
 */
export function parsePipeline(sent: unknown, known: readonly string[]): Stage[] {
  const stages = checkedJson(sent);
  if (!Array.isArray(stages)) throw refusal('a pipeline is a list of stages, such as [{"$match": {}}]');
  if (stages.length > PIPELINE_STAGES)
    throw refusal(`a pipeline has at most ${PIPELINE_STAGES} stages, this one ${stages.length}`);
  const reader = new StageReader(known);
  return stages.map((stage: Json) => reader.read(...onlyMember(stage)));
}

/** Reads the filter of a query, as that of a `$match`. @throws DomainError `invalid-input` */
export function parseMatch(sent: unknown): Filter {
  const stage = new StageReader([]).read('$match', checkedJson(sent));
  if (stage.is !== 'match') throw new Error('a $match was read as something else');
  return stage.filter;
}

function onlyMember(stage: Json): [string, Json] {
  const members: [string, Json][] = isMembers(stage) ? Object.entries(stage satisfies Members) : [];
  const [only] = members;
  if (only !== undefined && members.length === 1) return only;
  throw refusal(
    `a stage is an object with one member, such as {"$match": {}}, not ${quoted(stage)}; supported are ${STAGES.join(' ')}`,
  );
}
