import type { Json } from './filter';
import { FILTER_CHARACTERS, FILTER_DEPTH, PIPELINE_CHARACTERS } from './limits';
import { refusal } from './refusal';

const UNSTORABLE = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Reads the text of a filter (contract 3.6). Absent, empty or blank text asks for everything. @throws `invalid-input` */
export function readFilterText(text: string | undefined): { readonly [key: string]: Json } {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '') return {};
  if (trimmed.length > FILTER_CHARACTERS)
    throw refusal(`a filter has at most ${FILTER_CHARACTERS} characters, this one ${trimmed.length}`);
  if (!trimmed.startsWith('{') || !trimmed.endsWith('}'))
    throw refusal('a filter is a JSON object: it starts with { and ends with }');
  const read = parse(trimmed);
  check(read, 1);
  return read as { readonly [key: string]: Json };
}

/** What stands in the body of a query, held against the limits of one. @throws `invalid-input` */
export function checkedJson(sent: unknown): Json {
  const read = sent as Json;
  check(read, 0);
  const { length } = JSON.stringify(read);
  if (length > PIPELINE_CHARACTERS)
    throw refusal(`a query has at most ${PIPELINE_CHARACTERS} characters of JSON, this one ${length}`);
  return read;
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw refusal('the filter is not JSON: mind the quotes around names, and commas');
  }
}

/** JSON that PostgreSQL could not hold cannot be searched for. */
function check(value: Json, depth: number): void {
  if (depth > FILTER_DEPTH) throw refusal(`a filter is at most ${FILTER_DEPTH} levels deep`);
  if (typeof value === 'number' && !Number.isFinite(value))
    throw refusal('a number in the filter is beyond double precision');
  if (typeof value === 'string' && UNSTORABLE.test(value))
    throw refusal('a text in the filter holds NUL or a lone surrogate');
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (UNSTORABLE.test(key)) throw refusal('a name in the filter holds NUL or a lone surrogate');
    check(member, depth + 1);
  }
}
