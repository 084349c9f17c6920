import type { JsonSchema, SchemaSide } from './json-schema';
import { type Breach, breach, inShort, valueBreaches } from './schema-rules';

/** A place that is compared, inside two whole schemas that hold what it refers to. */
interface Place {
  path: string;
  side: SchemaSide;
  whole: { was: JsonSchema; is: JsonSchema };
  /** References that are being compared further up. */
  open: readonly string[];
}

/**
 * What a change of a shape breaks; nothing if those who rely on the shape as it was go on. What others send (`input`)
 * may be widened, and gain optional fields. What others read (`output`) stays as it is, and gains optional fields.
 */
export function breachesOf(was: JsonSchema, is: JsonSchema, side: SchemaSide): Breach[] {
  const found = compare(was, is, { path: '', side, whole: { was, is }, open: [] });
  const seen = new Set<string>();
  return found.filter((each) => {
    const text = JSON.stringify(each);
    return !seen.has(text) && seen.add(text);
  });
}

function compare(was: JsonSchema, is: JsonSchema, above: Place): Breach[] {
  const place = { ...above, whole: { was: wholeOf(was, above.whole.was), is: wholeOf(is, above.whole.is) } };
  const reference = `${inShort(was.$ref)} ${inShort(is.$ref)}`;
  const refers = was.$ref !== undefined || is.$ref !== undefined;
  if (refers && place.open.includes(reference)) return [];
  const inside = refers ? { ...place, open: [...place.open, reference] } : place;
  const before = choicesOf(was, place.whole.was);
  const after = choicesOf(is, place.whole.is);
  const [onlyBefore, onlyAfter] = [before[0], after[0]];
  if (before.length > 1 || after.length > 1 || !onlyBefore || !onlyAfter) {
    return compareChoices(before, after, inside);
  }
  return compareOne(onlyBefore, onlyAfter, inside);
}

/** The shapes that a value may have; most places have one. */
function choicesOf(schema: JsonSchema, whole: JsonSchema): JsonSchema[] {
  if (typeof schema.$ref === 'string') return choicesOf(referred(schema.$ref, whole), whole);
  const { anyOf, oneOf, ...rest } = schema;
  const choices = (anyOf ?? oneOf) as JsonSchema[] | undefined;
  if (choices !== undefined) return choices.flatMap((choice) => choicesOf({ ...rest, ...choice }, whole));
  return Array.isArray(schema.type) ? schema.type.map((type: unknown) => ({ ...schema, type })) : [schema];
}

/** A schema inside another one may bring what it refers to along. */
const wholeOf = (schema: JsonSchema, above: JsonSchema): JsonSchema =>
  schema.$defs === undefined ? above : schema;

function referred(reference: string, whole: JsonSchema): JsonSchema {
  let place: unknown = whole;
  for (const step of reference.split('/').slice(1)) place = (place as JsonSchema)[step];
  return place as JsonSchema;
}

/** Each choice finds its like on the other side: by what it is, or else the one that fits best. */
function compareChoices(before: JsonSchema[], after: JsonSchema[], place: Place): Breach[] {
  const lost = before.flatMap((choice) => {
    const like = after.filter((other) => kindOf(other) === kindOf(choice));
    const [best] = like.map((other) => compareOne(choice, other, place)).sort((a, b) => a.length - b.length);
    if (best !== undefined) return best;
    if (place.side === 'input' && after.some((other) => compareOne(choice, other, place).length === 0))
      return [];
    return [breach(place, `a choice ${inShort(choice)}`, 'without it', 'keep every choice')];
  });
  if (place.side === 'input') return lost;
  const won = after.filter((choice) => {
    const [like, likeNow] = [before, after].map((all) =>
      all.filter((other) => kindOf(other) === kindOf(choice)),
    );
    if (like === undefined || likeNow === undefined || like.length === 0) return true;
    return (
      likeNow.length > like.length && !like.some((other) => compareOne(other, choice, place).length === 0)
    );
  });
  const right = 'readers know no further choice: tell it in a new optional field';
  return [...lost, ...won.map((choice) => breach(place, 'no such choice', inShort(choice), right))];
}

/** Tells choices apart: the type, and the members that have one value only. */
function kindOf(schema: JsonSchema): string {
  const members = Object.entries(membersOf(schema)).filter(([, member]) => member.const !== undefined);
  return JSON.stringify([schema.type, schema.const, members.map(([name, member]) => [name, member.const])]);
}

function compareOne(was: JsonSchema, is: JsonSchema, place: Place): Breach[] {
  const { side, path } = place;
  const found = valueBreaches({ path, side, was, is });
  if (was.type !== is.type) return found;
  return [...found, ...memberBreaches(was, is, place), ...restBreaches(was, is, place)];
}

function memberBreaches(was: JsonSchema, is: JsonSchema, place: Place): Breach[] {
  const after = membersOf(is);
  const lostOrChanged = Object.entries(membersOf(was)).flatMap(([name, member]) => {
    const inside = { ...place, path: place.path === '' ? name : `${place.path}.${name}` };
    const now = after[name];
    if (now === undefined) return [breach(inside, 'a field', 'gone', 'keep the field')];
    return [...needBreaches(was, is, name, inside), ...compare(member, now, inside)];
  });
  const needed = Object.keys(after).filter((name) => !(name in membersOf(was)) && needs(is, name));
  return [
    ...lostOrChanged,
    ...needed.map((name) =>
      breach({ path: `${place.path}.${name}` }, 'no such field', 'required', 'make the new field optional'),
    ),
  ];
}

function needBreaches(was: JsonSchema, is: JsonSchema, name: string, place: Place): Breach[] {
  if (needs(was, name) === needs(is, name)) return [];
  if (needs(is, name)) return [breach(place, 'optional', 'required', 'leave it optional')];
  return place.side === 'input' ? [] : [breach(place, 'always there', 'optional', 'go on giving it')];
}

/** Items of arrays, and members that no name is given for. */
function restBreaches(was: JsonSchema, is: JsonSchema, place: Place): Breach[] {
  const items = compareIfAny(was.items, is.items, { ...place, path: `${place.path}[]` });
  const [before, after] = [was.additionalProperties, is.additionalProperties];
  if (before === false && after === false) return items;
  const inside = { ...place, path: `${place.path}.*` };
  if (before === false) return items;
  if (after === false)
    return [...items, breach(inside, 'ignored', 'refused', 'ignore fields that are unknown')];
  return [...items, ...compareIfAny(before, after, inside)];
}

function compareIfAny(was: unknown, is: unknown, place: Place): Breach[] {
  const schemaOf = (value: unknown): JsonSchema => (typeof value === 'object' ? (value as JsonSchema) : {});
  return was === undefined && is === undefined ? [] : compare(schemaOf(was), schemaOf(is), place);
}

const membersOf = (schema: JsonSchema): Record<string, JsonSchema> =>
  (schema.properties ?? {}) as Record<string, JsonSchema>;

const needs = (schema: JsonSchema, name: string): boolean =>
  Array.isArray(schema.required) && schema.required.includes(name);
