import type { Caller } from '@callboard/contracts';
import { planTagging, type Taggable, type Tagging } from './tagging';

const ALPHA: Caller = { kind: 'site', siteId: 'alpha', clientId: 'c' };
const object = (types: string[] = [], more: Partial<Taggable> = {}): Taggable => ({
  manager: 'alpha',
  types,
  bytes: 100,
  ...more,
});

/** The trace tells nothing about what is decided; it goes along. */
const TRACE = { traceparent: 'a trace' };

function plan(
  taggings: Omit<Tagging, 'traceparent'>[],
  objects: Record<string, Taggable>,
  caller: Caller = ALPHA,
  replyBytes = 1e6,
) {
  const registered = new Set(['x', 'y', 'z']);
  const items = taggings.map((tagging) => ({ ...tagging, ...TRACE }));
  return planTagging(items, new Map(Object.entries(objects)), { caller, registered, replyBytes });
}
const codes = (refusals: readonly ({ code: string } | undefined)[]) => refusals.map((each) => each?.code);

describe('a tagging', () => {
  it('replaces the whole list, keeps order and repeats, and tells the difference', () => {
    const { changes, refusals } = plan([{ objectId: 'o', types: ['y', 'z', 'y'] }], {
      o: object(['x', 'y']),
    });
    expect(refusals).toEqual([undefined]);
    expect(changes).toEqual([{ id: 'o', types: ['y', 'z', 'y'], added: ['z'], removed: ['x'], ...TRACE }]);
  });

  it('changes nothing when the list is the same', () => {
    expect(plan([{ objectId: 'o', types: ['x', 'y'] }], { o: object(['x', 'y']) }).changes).toEqual([]);
  });

  it('of another order is kept, and tells nothing', () => {
    const { changes } = plan([{ objectId: 'o', types: ['y', 'x'] }], { o: object(['x', 'y']) });
    expect(changes).toEqual([{ id: 'o', types: ['y', 'x'], added: [], removed: [], ...TRACE }]);
  });

  it('of one object twice in a batch is told as one', () => {
    const items = [
      { objectId: 'o', types: ['x'] },
      { objectId: 'o', types: ['y'] },
    ];
    expect(plan(items, { o: object([]) }).changes).toEqual([
      { id: 'o', types: ['y'], added: ['y'], removed: [], ...TRACE },
    ]);
    const back = [...items, { objectId: 'o', types: [] }];
    expect(plan(back, { o: object([]) }).changes).toEqual([]);
  });

  it('is refused item by item', () => {
    const items = [
      { objectId: 'none', types: ['x'] },
      { objectId: 'theirs', types: ['x'] },
      { objectId: 'o', types: ['x', 'nope', 'nope', 'no'] },
      { objectId: 'o', types: ['x'] },
    ];
    const { changes, refusals } = plan(items, { o: object(), theirs: object([], { manager: 'beta' }) });
    expect(codes(refusals)).toEqual(['not-found', 'forbidden', 'unknown-object-type', undefined]);
    expect(refusals[2]?.message).toContain('"nope"');
    expect(refusals[2]?.details).toEqual({ object_types: ['nope', 'no'] });
    expect(changes.map(({ id }) => id)).toEqual(['o']);
  });

  it.each<[string, Caller, string | undefined]>([
    ['the managing site', ALPHA, undefined],
    ['a user who administers it', { kind: 'user', username: 'u', administers: ['alpha'] }, undefined],
    ['a service', { kind: 'service', service: 'metadata' }, undefined],
    ['another site', { kind: 'site', siteId: 'beta', clientId: 'c' }, 'forbidden'],
    [
      'a user with an allowance',
      { kind: 'user', username: 'u', administers: [], allowances: ['/objects/types'] },
      undefined,
    ],
    ['a user of another site', { kind: 'user', username: 'u', administers: ['beta'] }, 'forbidden'],
    ['nobody', { kind: 'anonymous' }, 'forbidden'],
  ])('by %s', (_, caller, code) => {
    expect(codes(plan([{ objectId: 'o', types: ['x'] }], { o: object() }, caller).refusals)).toEqual([code]);
  });

  it('stops where the reply would become too large, but takes any single object', () => {
    const items = ['a', 'b'].map((objectId) => ({ objectId, types: ['x'] }));
    const { changes, refusals } = plan(items, { a: object([], { bytes: 2e6 }), b: object() }, ALPHA, 1e6);
    expect(codes(refusals)).toEqual([undefined, 'too-large']);
    expect(changes.map(({ id }) => id)).toEqual(['a']);
  });
});
