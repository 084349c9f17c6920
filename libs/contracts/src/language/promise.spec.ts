import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { defineEvent, defineRequest } from '../envelope';
import { ERROR_CODES } from '../error-codes';
import { defineRoute, type RouteContract } from '../http/routes-contract';
import { grownPromise, promiseBreaches } from './promise';
import { codeShapes, messageShapes, type PublishedShapes, routeShapes } from './published-shapes';
import { PUBLISHED } from './published-files';

const folder = join(__dirname, '../../published');

describe.each(Object.entries(PUBLISHED))('libs/contracts/published/%s', (file, shapes) => {
  const promised = JSON.parse(readFileSync(join(folder, file), 'utf8')) as PublishedShapes;

  it('is there, and kept by the contracts as they are', () => {
    expect(Object.keys(promised)).not.toEqual([]);
    expect(promiseBreaches(promised, shapes())).toEqual([]);
  });
});

describe('a promise', () => {
  const ask = (output: z.ZodType, forSites = true) =>
    messageShapes([defineRequest('jobs', 'ask', { input: z.object({}), output, forSites })], [], {});
  const was = ask(z.object({ a: z.string() }));

  it('grows by names and by optional fields', () => {
    const event = defineEvent('jobs', 'asked', z.object({ items: z.array(z.string()) }));
    const more = {
      ...ask(z.object({ a: z.string(), b: z.int().optional() })),
      ...messageShapes([], [event], {}),
    };
    expect(grownPromise({}, was)).toEqual(was);
    expect(Object.keys(grownPromise(was, more))).toContain('evt.jobs.asked.v1');
  });

  it.each([
    ['a field that is gone', ask(z.object({})), 'rpc.jobs.ask.v1, reply, a: was a field, is gone'],
    ['a subject that is gone', {}, 'rpc.jobs.ask.v1: was published, and is gone'],
    ['a door that is closed', ask(z.object({ a: z.string() }), false), 'site.*.ask.v1: was published'],
  ])('refuses %s, and says what would be right', (_, now, words) => {
    expect(() => grownPromise(was, now)).toThrow(words);
    expect(() => grownPromise(was, now)).toThrow('under a version of its own');
  });
});

describe('the promise of a route', () => {
  const route = (more: Partial<RouteContract>): PublishedShapes =>
    routeShapes({
      one: defineRoute({
        ...{
          method: 'POST',
          path: '/ones',
          tier: 'CORE',
          summary: 'One',
          auth: 'anon',
          refusals: [],
          example: {},
        },
        ok: { status: 200, schema: z.object({}) },
        ...more,
      }),
    });
  const broken = (now: Partial<RouteContract>, before: Partial<RouteContract> = {}): string[] =>
    promiseBreaches(route(before), route(now)).map((line) => line.replace(/: .*/, ''));

  it('lets it gain a query and a body that may be left out', () => {
    expect(broken({ query: z.object({ a: z.string().optional() }), body: z.object({}).optional() })).toEqual(
      [],
    );
    expect(broken({ body: z.object({}) })).toEqual(['POST /ones, request, .body']);
    expect(broken({ query: z.object({ a: z.string() }) })).toEqual(['POST /ones, request, .query']);
  });

  it('keeps its status, its media type and its path', () => {
    expect(broken({ ok: { status: 201, schema: z.object({}) } })).toEqual(['POST /ones, reply 200']);
    expect(broken({ ok: { status: 200, mediaType: 'text/csv' } })).not.toEqual([]);
    expect(broken({ path: '/others' })).toEqual(['POST /ones']);
    expect(broken({ otherwise: { status: 204, when: 'Never.' } })).toEqual([]);
    expect(broken({}, { otherwise: { status: 204, when: 'Never.' } })).toEqual(['POST /ones, reply 204']);
  });
});

it('the promise of a code is its status', () => {
  const now = codeShapes(ERROR_CODES);
  expect(
    promiseBreaches(codeShapes({ forbidden: { status: 401 }, gone: { status: 410 } }), now),
  ).toHaveLength(3);
});
