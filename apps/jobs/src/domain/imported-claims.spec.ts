import type { Outcome } from '@callboard/contracts';
import { importedClaims, type ListedClaim, type KnownOperation } from './imported-claims';

const claim = (op_id: string, cancelled = false): ListedClaim => ({ op_id, site_id: 'NERSC', cancelled });
const operation = (outcome: Outcome | null): KnownOperation => ({
  siteId: 'NERSC',
  leaseMs: 1000,
  outcome,
  errorCode: outcome === 'failed' ? 'oom' : undefined,
  openedAt: '2026-01-01T00:00:00.000Z',
  endedAt: outcome === null ? null : '2026-01-02T00:00:00.000Z',
});
const known = (operations: Record<string, Outcome | null>) =>
  new Map(Object.entries(operations).map(([id, outcome]) => [id, operation(outcome)]));

describe('the state of an imported job', () => {
  it.each<[string, ListedClaim[], Record<string, Outcome | null>]>([
    ['queued', [], {}],
    ['queued', [claim('a', true)], { a: 'released' }],
    ['queued', [claim('a', true)], {}],
    ['queued', [claim('a', true)], { a: 'succeeded' }],
    ['queued', [claim('a')], { a: 'released' }],
    ['claimed', [claim('a')], { a: null }],
    ['claimed', [claim('a', true), claim('b')], { a: 'released', b: null }],
    ['succeeded', [claim('a')], { a: 'succeeded' }],
    ['succeeded', [claim('a'), claim('b')], { a: 'released', b: 'succeeded' }],
    ['failed', [claim('a')], { a: 'failed' }],
    ['cancelled', [claim('a')], { a: 'cancelled' }],
    ['dead', [claim('a')], { a: 'expired' }],
    ['dead', [claim('a')], {}],
  ])('is %s of %j where operations are %j', (state, claims, operations) => {
    expect(importedClaims(claims, known(operations)).state).toBe(state);
  });

  it('says what went wrong, and what nobody knows', () => {
    expect(importedClaims([claim('a')], known({ a: 'failed' }))).toMatchObject({ errorCode: 'oom' });
    const lost = importedClaims([claim('a')], known({}));
    expect(lost).toMatchObject({ errorCode: 'operation-expired', endUnknown: true });
    expect(importedClaims([claim('a', true)], known({})).endUnknown).toBe(false);
  });

  it('leaves at most the last claim open, and counts attempts', () => {
    const { claims } = importedClaims([claim('a'), claim('b')], known({ a: null, b: null }));
    expect(claims.map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
      [1, 'released'],
      [2, null],
    ]);
  });
});
