import { importedMetadata, importedState } from './imported-operation';

const state = (more: object) => importedState({ done: false, current: true, metadata: {}, ...more });

describe('the state of an imported operation', () => {
  it.each([
    ['open', {}],
    ['released', { metadata: { cancelled: true } }],
    ['released', { current: false }],
    ['succeeded', { done: true }],
    ['succeeded', { done: true, result: { anything: 1 }, current: false }],
    ['failed', { done: true, result: { code: 'oom', message: 'out of memory' } }],
    ['cancelled', { done: true, metadata: { cancelled: true } }],
  ])('is %s of %j', (expected, more) => {
    expect(state(more)).toBe(expected);
  });

  it('keeps what clients sent, and nothing that the runtime says itself', () => {
    const sent = { extra: { host: 'a' }, cancelled: true };
    expect(importedMetadata({ ...sent, model: 'm', site_id: 's', job: {} })).toEqual(sent);
  });
});
