import { keyOf, type OpAttempt, type OpEvent } from './op-attempts';
import { type Recorded, recordingOf } from './record';
import { LOG_LINES, RUN_LIMITS } from './run-limits';

const AT = new Date('2026-01-02T03:04:05.000Z');
const nothing: Recorded = {
  runId: 'r',
  attempts: new Map(),
  size: { attempts: 0, objects: 0, bytes: 0 },
  lines: 0,
};
const running: OpAttempt = {
  op: 'read',
  attempt: 1,
  operationId: 'op-1',
  state: 'running',
  startedAt: AT,
  endedAt: null,
  inputs: ['a'],
  outputs: [],
  output: undefined,
  error: null,
};
const stored = (lines = 0, more: Partial<Recorded> = {}): Recorded => ({
  ...nothing,
  attempts: new Map([[keyOf(running), { attempt: running, lines }]]),
  ...more,
});
const event = (kind: OpEvent['kind'], more: Partial<OpEvent> = {}): OpEvent => ({
  op: 'read',
  attempt: 1,
  kind,
  at: AT,
  inputs: [],
  outputs: [],
  logs: [],
  ...more,
});
const lines = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ at: AT, level: 'info', text: `line ${n}` }));

describe('events of a run', () => {
  it('are taken in their order, and counted when they change something', () => {
    const events = [
      event('started'),
      event('logged', { logs: lines(2) }),
      event('succeeded'),
      event('failed'),
    ];
    const recording = recordingOf(nothing, events, 'op-1');
    expect(recording.attempts).toMatchObject([{ op: 'read', state: 'succeeded' }]);
    expect(recording.lines.map(({ text }) => text)).toEqual(['line 0', 'line 1']);
    expect(recording.recorded).toBe(3);
  });

  it('leave what is known as it is', () => {
    expect(recordingOf(stored(), [event('started')], 'op-1')).toEqual({
      attempts: [],
      lines: [],
      recorded: 0,
    });
  });

  it('bring no more lines than are kept of an attempt, and of a run', () => {
    const logged = [event('logged', { logs: lines(5) })];
    expect(recordingOf(stored(LOG_LINES.ofAttempt - 2), logged, 'op-1').lines).toHaveLength(2);
    expect(recordingOf(stored(0, { lines: LOG_LINES.ofRun - 3 }), logged, 'op-1').lines).toHaveLength(3);
    expect(recordingOf(stored(0, { lines: LOG_LINES.ofRun + 3 }), logged, 'op-1').lines).toEqual([]);
  });

  it('are refused when the run would outgrow its bounds, which an attempt that is known takes once', () => {
    const full = stored(0, { size: { ...RUN_LIMITS, bytes: RUN_LIMITS.bytes - 4 } });
    expect(recordingOf(full, [event('succeeded', { output: 'ab' })], 'op-1').recorded).toBe(1);
    const tooLarge = expect.objectContaining({ code: 'too-large' }) as Error;
    for (const over of [{ output: 'abc' }, { op: 'other' }, { outputs: ['b'] }])
      expect(() => recordingOf(full, [event('succeeded', over)], 'op-1')).toThrow(tooLarge);
  });
});
