import { withRatios } from './ratios';
import type { Row } from './row';

const bareHops = (connections: 1 | 32, perSecond: number, p50: number): Row => ({
  what: 'bare hops',
  perSecond,
  each: { p50, p99: p50 },
  beside: { compare: 'rate', connections, hops: 1 },
});
const BARE = [bareHops(1, 400, 2), bareHops(32, 2_000, 15)];

describe('ratios to the bare hops', () => {
  it('compare rates hop for hop, with as many connections', () => {
    const row: Row = {
      what: 'two hops',
      perSecond: 600,
      beside: { compare: 'rate', connections: 32, hops: 2 },
    };
    expect(withRatios([row], BARE)[0]).toMatchObject({ rateToBare: 0.6 });
  });

  it('compare times by their middle', () => {
    const each = { p50: 12, p99: 99 };
    const row: Row = { what: 'slow', each, beside: { compare: 'time', connections: 1, hops: 1 } };
    expect(withRatios([row], BARE)[0]).toMatchObject({ timeToBare: 6 });
  });

  it('are absent where nothing is beside, and where there were no bare hops', () => {
    const row: Row = { what: 'start', onceMs: 3_000 };
    const rate: Row = { what: 'rate', perSecond: 5, beside: { compare: 'rate', connections: 8, hops: 1 } };
    expect(withRatios([row, rate], BARE)).toEqual([row, rate]);
    expect(withRatios([rate], [])).toEqual([rate]);
  });
});
