import { credentialsEnd } from './credentials-end';

const NOW = new Date('2026-01-02T03:04:05.678Z');

describe('the end of credentials', () => {
  it.each([
    [{}, undefined],
    [{ expires_at: null, days: null }, undefined],
    [{ days: 30 }, '2026-02-01T03:04:05.678Z'],
    [{ expires_at: '2026-01-02T03:04:06.000Z' }, '2026-01-02T03:04:06.000Z'],
  ])('asked for by %p is %p', (order, end) => {
    expect(credentialsEnd(order, NOW)?.toISOString()).toBe(end);
  });

  it('cannot have passed', () => {
    expect(() => credentialsEnd({ expires_at: NOW.toISOString() }, NOW)).toThrow(/has passed/);
  });
});
