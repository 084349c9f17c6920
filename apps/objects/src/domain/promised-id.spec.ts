import { idInStore } from './promised-id';

const of = (...ids: (string | null | undefined)[]) => ({
  access_methods: ids.map((access_id) => ({ type: 'https' as const, access_id })),
});

describe('the id under which the store of a site keeps an object (9 D27)', () => {
  it.each([
    ['the only access id', of('alpha:sys01'), 'sys01'],
    [
      'the first of the form',
      of(null, undefined, 'other', 'beta:sys00', 'alpha:sys01', 'alpha:sys02'),
      'sys01',
    ],
    ['no access id of the site', of('beta:sys01', 'sys01', 'alphabet:sys01'), undefined],
    ['more colons than one', of('alpha:nmdc:sys01'), undefined],
    ['nothing behind the site', of('alpha:'), undefined],
    ['dots only', of('alpha:..'), undefined],
    ['no access methods', { access_methods: null }, undefined],
    ['none at all', {}, undefined],
  ])('%s', (_, object, id) => expect(idInStore(object, 'alpha')).toBe(id));

  it('may be of a site with a colon in its name', () => {
    expect(idInStore(of('a:b:sys01'), 'a:b')).toBe('sys01');
  });
});
