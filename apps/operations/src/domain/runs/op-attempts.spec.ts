import { OP_OUTPUT_BYTES } from '@callboard/contracts';
import { afterEvent, bytesOfAttempt, type OpAttempt, type OpEvent } from './op-attempts';
import { fittingRun, RUN_LIMITS } from './run-limits';

const T0 = new Date('2026-01-02T03:04:05.000Z');
const T1 = new Date('2026-01-02T03:04:06.000Z');

const event = (kind: OpEvent['kind'], more: Partial<OpEvent> = {}): OpEvent => ({
  op: 'read',
  attempt: 1,
  kind,
  at: kind === 'started' ? T0 : T1,
  inputs: [],
  outputs: [],
  logs: [],
  ...more,
});
const started = (more: Partial<OpEvent> = {}): OpAttempt =>
  afterEvent(undefined, event('started', more), 'op-1');
const done = (more: Partial<OpEvent>): OpAttempt => afterEvent(started(), event('succeeded', more), 'op-1');

describe('an attempt of an op', () => {
  it('starts, and ends with what it gave', () => {
    const running = started({ inputs: ['a'] });
    expect(running).toMatchObject({ state: 'running', startedAt: T0, endedAt: null, inputs: ['a'] });
    const done = afterEvent(
      running,
      event('succeeded', { inputs: ['a', 'b'], outputs: ['c'], output: { n: 1 } }),
      'op-1',
    );
    expect(done).toMatchObject({ state: 'succeeded', startedAt: T0, endedAt: T1, error: null });
    expect(done).toMatchObject({ inputs: ['a', 'b'], outputs: ['c'], output: { n: 1 } });
  });

  it('is known by its kind: what comes again, or after the end, changes nothing', () => {
    const running = started();
    expect(afterEvent(running, event('started', { inputs: ['x'] }), 'op-1')).toBe(running);
    const done = afterEvent(running, event('succeeded', { output: 1 }), 'op-1');
    for (const kind of ['started', 'succeeded', 'failed', 'skipped', 'logged'] as const)
      expect(afterEvent(done, event(kind, { output: 2 }), 'op-1')).toBe(done);
  });

  it('that ends without having begun began when it ended', () => {
    expect(afterEvent(undefined, event('skipped'), 'op-1')).toMatchObject({
      state: 'skipped',
      startedAt: T1,
      endedAt: T1,
    });
  });

  it('says why it failed, as far as the site said', () => {
    const error = { code: 'no-space', message: 'the disk is full' };
    expect(afterEvent(started(), event('failed', { error }), 'op-1').error).toEqual(error);
    expect(afterEvent(started(), event('failed'), 'op-1').error).toMatchObject({ code: 'failed' });
  });

  it.each([
    [
      'an attempt of an earlier operation',
      () => afterEvent(started(), event('succeeded'), 'op-2'),
      'bad-request',
    ],
    ['lines of an op that nobody began', () => afterEvent(undefined, event('logged'), 'op-1'), 'bad-request'],
    ['a time before all runs', () => started({ at: new Date('0000-01-01T00:00:00Z') }), 'invalid-input'],
    ['too much output', () => done({ output: 'x'.repeat(OP_OUTPUT_BYTES) }), 'too-large'],
  ])('refuses %s', (_, act, code) => {
    expect(act).toThrow(expect.objectContaining({ code }) as Error);
  });
});

describe('the bounds of a run', () => {
  it('count what its ops gave, as JSON', () => {
    expect(bytesOfAttempt(done({ output: { a: 'ä' } }))).toBe(10);
    expect(bytesOfAttempt(started())).toBe(0);
  });

  it.each(['attempts', 'objects', 'bytes'] as const)('refuse one too many: %s', (what) => {
    expect(() => fittingRun('r', RUN_LIMITS)).not.toThrow();
    const over = { ...RUN_LIMITS, [what]: RUN_LIMITS[what] + 1 };
    expect(() => fittingRun('r', over)).toThrow(expect.objectContaining({ code: 'too-large' }) as Error);
  });
});
