import { parseProjection } from './projection';

const DOCUMENT = {
  id: 'j',
  name: null,
  config: { git_repo: 'r', inputs: { a: 1 }, list: [1, 2] },
  claims: [{ op_id: 'o', site_id: 's' }, { op_id: 'p' }, 3],
};
const kept = (text?: string) => parseProjection(text)?.(DOCUMENT);

describe('projection (contract 3.6)', () => {
  it.each([
    ['name', { id: 'j', name: null }],
    [' config.git_repo , config.inputs.a', { id: 'j', config: { git_repo: 'r', inputs: { a: 1 } } }],
    ['config,config.git_repo', { id: 'j', config: DOCUMENT.config }],
    ['config.git_repo,config', { id: 'j', config: DOCUMENT.config }],
    ['claims.op_id', { id: 'j', claims: [{ op_id: 'o' }, { op_id: 'p' }] }],
    ['config.list.x', { id: 'j', config: { list: [] } }],
    ['config.git_repo.x', { id: 'j', config: {} }],
    ['no_such', { id: 'j' }],
    ['"id, name"', { id: 'j', name: null }],
    ['"name","config.git_repo"', { id: 'j', name: null, config: { git_repo: 'r' } }],
    ['__proto__,constructor,toString', { id: 'j' }],
  ])('%j', (text, expected) => {
    expect(kept(text)).toEqual(expected);
  });

  it.each([undefined, '', ' ', '""', ',,'])('%j keeps everything', (text) => {
    expect(parseProjection(text)).toBeUndefined();
  });

  it('is bounded', () => {
    expect(() => parseProjection(Array.from({ length: 300 }, (_, n) => `f${n}`).join())).toThrow(
      /at most 200/,
    );
    expect(() => parseProjection('a.'.repeat(40))).toThrow(/at most 20 steps/);
  });
});
