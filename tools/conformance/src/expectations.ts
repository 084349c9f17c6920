import { type Json, type Reply, seen } from './caller';
import { compareRule, compareShape, compareValues, type Mode, type Rule, type Shape } from './compare';
import { Differs, type Difference, NotTried, shown } from './outcome';

/** Ends the check unless there are no differences. */
function settle(call: string, differences: Difference[]): void {
  if (differences.length > 0) throw new Differs(call, differences);
}

/** The status is one of these. Several are named where the reference has a defect that is not to be copied. */
export function expectStatus(reply: Reply, ...statuses: number[]): void {
  if (!statuses.includes(reply.status))
    settle(reply.call, [{ place: '', expected: statuses.join(' or '), came: seen(reply) }]);
}

/** The status, and a JSON object, given back. */
export function expectObject(reply: Reply, ...statuses: number[]): Json {
  expectStatus(reply, ...statuses);
  settle(reply.call, compareRule(reply.json, 'object', 'SET', ''));
  return reply.json as Json;
}

export function expectList(reply: Reply, status = 200): unknown[] {
  expectStatus(reply, status);
  settle(reply.call, compareRule(reply.json, 'list', 'SET', ''));
  return reply.json as unknown[];
}

/** The status and the shape, field by field; gives the object. */
export function expectShape(reply: Reply, status: number, shape: Shape, mode: Mode): Json {
  expectStatus(reply, status);
  settle(reply.call, compareShape(reply.json, shape, mode));
  return reply.json as Json;
}

/** A list as a page: its items by their shape, and how the last page says that it is the last. */
export function expectPage(reply: Reply, shape: Shape, mode: Mode, end: 'null' | 'absent' | 'more'): Json[] {
  const page = expectObject(reply, 200);
  const differences = compareRule(page.resources, { listOf: { shape } }, mode, 'resources');
  settle(reply.call, [...differences, ...endDifferences(page, end)]);
  return page.resources as Json[];
}

function endDifferences(page: Json, end: 'null' | 'absent' | 'more'): Difference[] {
  const place = 'next_page_token';
  if (end === 'more') return compareRule(page[place], 'text', 'SET', place);
  // Clients take both for the end (contract 10, line 4); what the list is said to do is held all the same.
  if (end === 'null') return compareRule(page[place], [null], 'SET', place);
  return place in page ? [{ place, expected: 'left out on the last page', came: shown(page[place]) }] : [];
}

export function expectRule(reply: Reply, value: unknown, rule: Rule, place: string): void {
  settle(reply.call, compareRule(value, rule, 'SET', place));
}

export function expectSame(call: string, value: unknown, expected: unknown, place = ''): void {
  settle(call, compareValues(value, expected, place));
}

/** Something in words is so. */
export function expectThat(call: string, expected: string, so: boolean, came: unknown): void {
  if (!so) settle(call, [{ place: '', expected, came: shown(came) }]);
}

/** A refusal in the contract's form: `{"detail": ...}` (contract 0). */
export function expectRefusal(reply: Reply, ...statuses: number[]): Json {
  const body = expectObject(reply, ...statuses);
  settle(reply.call, compareRule(body.detail, 'any', 'SET', 'detail'));
  return body;
}

/** 404 for a thing that is not there, which is another text than that for a path that is not there (contract 0). */
export function expectMissing(reply: Reply): void {
  const { detail } = expectRefusal(reply, 404);
  expectThat(reply.call, '404 of the thing; this path is unknown', detail !== 'Not Found', detail);
}

/** A wrong shape: 422, and a list of faults of which one is at this place (contract 0). */
export function expectFault(reply: Reply, loc: readonly (string | number)[]): void {
  const { detail } = expectObject(reply, 422);
  const fault: Shape = { name: 'fault', must: { type: 'text', loc: 'list', msg: 'text' } };
  settle(reply.call, compareRule(detail, { listOf: { shape: fault } }, 'SET', 'detail'));
  const places = (detail as Json[]).map((one) => one.loc);
  const there = places.some((place) => compareValues(place, loc).length === 0);
  expectThat(reply.call, `a fault at ${JSON.stringify(loc)}`, there, places);
}

/** What nobody here may do cannot be tried. */
export function skipWithout(reply: Reply, right: string): void {
  if (reply.status === 403) throw new NotTried(`whoever plays has no allowance for ${right}`);
}
