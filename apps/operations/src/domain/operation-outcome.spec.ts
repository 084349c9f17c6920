import { failureOf, outcomeOf } from './operation-outcome';

describe('how a settled operation ended (design 5)', () => {
  it.each([
    ['no result', null, {}, 'succeeded'],
    ['any result', { sequences: 1 }, {}, 'succeeded'],
    ['a text that speaks of an error', 'error', {}, 'succeeded'],
    ['a code without a message', { code: 'x' }, {}, 'succeeded'],
    ['a numeric code', { code: 1, message: 'x' }, {}, 'succeeded'],
    ['an empty code', { code: '', message: 'x' }, {}, 'succeeded'],
    ['an error inside a list', [{ code: 'x', message: 'y' }], {}, 'succeeded'],
    ['an error', { code: 'truncated', message: 'the file ends early' }, {}, 'failed'],
    ['an error with more', { code: 'x', message: '', details: {}, more: 1 }, {}, 'failed'],
    ['an error of a cancelled run', { code: 'x', message: 'y' }, { cancelled: true }, 'failed'],
    ['cancelled', null, { cancelled: true }, 'cancelled'],
    ['cancelled with a result', { a: 1 }, { cancelled: true }, 'cancelled'],
    ['cancelled in words', null, { cancelled: 'true' }, 'succeeded'],
    ['not cancelled', null, { cancelled: false }, 'succeeded'],
  ] as const)('%s', (_, result, metadata, outcome) => {
    expect(outcomeOf(result, metadata)).toBe(outcome);
  });

  it('passes on whether another attempt may help, only when that was said', () => {
    expect(failureOf({ code: 'a', message: '', retriable: false })).toEqual({ code: 'a', retriable: false });
    expect(failureOf({ code: 'a', message: '' })).toEqual({ code: 'a' });
    expect(failureOf({ code: 'a', message: '', retriable: 'no' })).toEqual({ code: 'a' });
  });

  it('cuts a long code between characters', () => {
    const code = failureOf({ code: `x${'😀'.repeat(500)}`, message: '' })?.code ?? '';
    expect([...code]).toHaveLength(200);
    expect(code).not.toMatch(/\p{Surrogate}/u);
  });
});
