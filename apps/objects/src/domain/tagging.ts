import type { Caller } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { mayTag } from './rights';

/** What is asked: this object is to bear these types and no others, in this order, repeats included (contract 2.4). */
export interface Tagging {
  readonly objectId: string;
  readonly types: readonly string[];
  /** Of whoever asks for it. */
  readonly traceparent: string;
}

/** An object as far as tagging depends on it. */
export interface Taggable {
  readonly manager: string;
  readonly types: readonly string[];
  /** What it takes up in a reply, besides its types. */
  readonly bytes: number;
}

/** An object whose list of types is to change. Both sets are empty if only the order or repeats do. */
export interface TypeChange {
  readonly id: string;
  readonly types: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly traceparent: string;
}

export interface TaggingPlan {
  readonly changes: readonly TypeChange[];
  /** For each item asked, in order: why it is refused, if it is. */
  readonly refusals: readonly (DomainError | undefined)[];
}

export interface TaggingRules {
  readonly caller: Caller;
  /** Those of the types asked for that are registered. */
  readonly registered: ReadonlySet<string>;
  /** Most bytes of objects in one reply. */
  readonly replyBytes: number;
}

/** Decides a batch. An object named twice is tagged twice: the last list stands, and only the difference is told. */
export function planTagging(
  items: readonly Tagging[],
  objects: ReadonlyMap<string, Taggable>,
  rules: TaggingRules,
): TaggingPlan {
  const lists = new Map<string, Tagging>();
  let bytes = 0;
  const refusals = items.map((item) => {
    const object = objects.get(item.objectId);
    const refusal = refusalOf(item, object, rules);
    if (refusal || !object) return refusal;
    bytes += object.bytes + bytesOf(item.types);
    if (lists.size > 0 && bytes > rules.replyBytes) return tooMuch();
    lists.set(item.objectId, item);
    return undefined;
  });
  const changes = [...lists.values()].flatMap((item) =>
    changeOf(objects.get(item.objectId)?.types ?? [], item),
  );
  return { changes, refusals };
}

function refusalOf(
  item: Tagging,
  object: Taggable | undefined,
  rules: TaggingRules,
): DomainError | undefined {
  if (!object) return unknownObject(item.objectId);
  if (!mayTag(rules.caller, object.manager)) {
    const who = `the site ${object.manager} manages the object ${item.objectId}`;
    return new DomainError(
      'forbidden',
      `${who}: only it, a user who administers it, or who has an allowance may change its types`,
    );
  }
  const unknown = [...new Set(item.types)].filter((type) => !rules.registered.has(type));
  if (unknown.length === 0) return undefined;
  const names = unknown.slice(0, 5).map((type) => JSON.stringify(type));
  const text = `there is no object type ${names.join(', ')}: register it first, or choose one that exists`;
  return new DomainError('unknown-object-type', text, { object_types: unknown });
}

export function unknownObject(id: string): DomainError {
  return new DomainError('not-found', `there is no object ${JSON.stringify(id)}`);
}

function tooMuch(): DomainError {
  return new DomainError('too-large', 'the reply would be too large: tag fewer objects at once');
}

function changeOf(before: readonly string[], { objectId: id, types, traceparent }: Tagging): TypeChange[] {
  if (before.length === types.length && before.every((type, at) => type === types[at])) return [];
  return [{ id, types, added: without(types, before), removed: without(before, types), traceparent }];
}

const without = (all: readonly string[], those: readonly string[]): string[] => {
  const excluded = new Set(those);
  return [...new Set(all)].filter((type) => !excluded.has(type));
};

const bytesOf = (types: readonly string[]): number =>
  types.reduce((sum, type) => sum + Buffer.byteLength(type) + 3, 0);
