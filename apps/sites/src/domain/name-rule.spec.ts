import { checkName } from './name-rule';

describe('names of users and sites', () => {
  it.each(['NERSC', 'nmdc-runtime', 'Los Alamos', 'a:b.c*', 'Universität', '站点'])('takes %j', (name) =>
    expect(() => checkName('the id', name)).not.toThrow(),
  );

  it.each([' NERSC', 'NERSC ', '\t', 'NER\nSC', 'NER\u200bSC', '\u202eCSREN', ''.padEnd(3)])(
    'refuses %j',
    (name) => expect(() => checkName('the id', name)).toThrow(/the id must not/),
  );
});
