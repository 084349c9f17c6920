import { DomainError } from '@callboard/kernel';
import type { Json } from './filter';
import { parseFilter } from './parse-filter';
import { quoted } from './refusal';

const OPERATORS = [
  ['<=', '$lte'],
  ['>=', '$gte'],
  ['<', '$lt'],
  ['>', '$gt'],
] as const;
const SEARCH = '.search';
/** Most characters of a text that is searched for; each may need an escape, and a `$regex` has at most 200. */
const SEARCH_CHARACTERS = 100;
/** Where a text is searched for. */
const SEARCHED = ['id', 'name', 'title', 'description'];

type Document = { [key: string]: Json };

/**
 * Reads the filter of a find (contract 2.8), `attr:value` between commas, as a filter of contract 3.6:
 * `ecosystem:Soil,depth:>=0.5,name.search:^core` asks for all three. A text that is a number or a truth value too
 * matches both (D38). `search` asks for a text in the id, name, title or description besides, whatever its case.
 *
 * @throws DomainError `bad-request` for what cannot be read so, or is no filter then
 */
export function findFilter(text: string | undefined, search?: string): Document {
  const conditions = (text ?? '')
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(conditionOf);
  if (search !== undefined && search.trim() !== '') conditions.push(searched(search.trim()));
  const filter = merged(conditions);
  try {
    parseFilter(JSON.stringify(filter));
  } catch (error) {
    throw error instanceof DomainError ? refused(error.message) : error;
  }
  return filter;
}

/** Everything up to the first colon is the attribute; what follows keeps its own. */
function conditionOf(part: string): Document {
  const at = part.indexOf(':');
  const attribute = part.slice(0, Math.max(at, 0)).trim();
  const value = part.slice(at + 1).trim();
  if (attribute === '' || value === '')
    throw refused(`${quoted(part)} is no attr:value, such as id:nmdc:bsm-11-k3v9m258`);
  if (attribute.startsWith('$')) throw refused(`${quoted(attribute)} is no attribute`);
  if (attribute.endsWith(SEARCH) && attribute !== SEARCH)
    return { [attribute.slice(0, -SEARCH.length)]: { $regex: value } };
  return { [attribute]: testOf(value) };
}

function testOf(value: string): Json {
  for (const [sign, operator] of OPERATORS)
    if (value.startsWith(sign)) return { [operator]: compared(value.slice(sign.length).trim()) };
  const typed = typedOf(value);
  return typed === undefined ? value : { $in: [value, typed] };
}

function compared(value: string): Json {
  if (value === '') throw refused('a comparison names a value, such as depth:<=0.5');
  return numberOf(value) ?? value;
}

const typedOf = (value: string): number | boolean | undefined =>
  value === 'true' || value === 'false' ? value === 'true' : numberOf(value);

function numberOf(value: string): number | undefined {
  const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(value) ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

function searched(text: string): Document {
  if (text.length > SEARCH_CHARACTERS)
    throw refused(`a search has at most ${SEARCH_CHARACTERS} characters, this one ${text.length}`);
  const $regex = text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return { $or: SEARCHED.map((attribute) => ({ [attribute]: { $regex, $options: 'i' } })) };
}

/** Attributes that are asked for once stand side by side. */
function merged(conditions: readonly Document[]): Document {
  const names = new Set(conditions.flatMap((condition) => Object.keys(condition)));
  if (names.size < conditions.length) return { $and: conditions };
  return Object.fromEntries(conditions.flatMap((condition) => Object.entries(condition)));
}

const refused = (words: string): DomainError => new DomainError('bad-request', `bad filter: ${words}`);
