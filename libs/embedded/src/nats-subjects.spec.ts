import { checkSubject, subjectsOverlap } from './nats-subjects';

describe('subjectsOverlap', () => {
  it.each([
    ['a.b', 'a.b', true],
    ['a.b', 'a.c', false],
    ['a.*', 'a.c', true],
    ['a.*', 'a.b.c', false],
    ['a.>', 'a.b.c', true],
    ['a.>', 'a', false],
    ['*.b', 'a.>', true],
    ['site.alpha.*.v1', 'to-site.alpha.>', false],
    ['site.alpha.*.v1', 'site.alpha.>', true],
  ])('%s and %s: %s', (first, second, overlap) => {
    expect(subjectsOverlap(first, second)).toBe(overlap);
    expect(subjectsOverlap(second, first)).toBe(overlap);
  });
});

describe('checkSubject', () => {
  it.each(['', '.', 'a.', '.a', 'a..b', 'a b', 'a.>.b', 'a\n', 'a\u0000'])('refuses %j', (subject) => {
    expect(() => checkSubject(subject, 'here')).toThrow('is no NATS subject');
  });

  it.each(['a', 'a.*.b', 'a.>', '$JS.ACK.*.>', '_INBOX_a-b.>'])('takes %j', (subject) => {
    expect(() => checkSubject(subject, 'here')).not.toThrow();
  });
});
