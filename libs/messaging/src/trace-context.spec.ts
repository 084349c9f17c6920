import { currentTraceparent, newTraceparent, runInTrace, traceIdOf } from './trace-context';

describe('trace context', () => {
  it('reaches everything that the work awaits, and nothing beside it', async () => {
    const traceparent = newTraceparent();
    const seen = runInTrace(traceparent, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return currentTraceparent();
    });
    expect(currentTraceparent()).toBeUndefined();
    expect(await seen).toBe(traceparent);
  });

  it('begins a new trace where there is none, or a malformed one', () => {
    for (const given of [
      undefined,
      '',
      'x',
      `00-${'0'.repeat(32)}-${'1'.repeat(16)}-01`,
      '00-AB-CD-01\r\nx: y',
    ]) {
      const begun = runInTrace(given, currentTraceparent);
      expect(traceIdOf(begun)).toMatch(/^[0-9a-f]{32}$/);
      expect(begun).not.toBe(given);
    }
  });

  it('gives the trace id that log lines share', () => {
    expect(traceIdOf('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01')).toBe(
      '0af7651916cd43dd8448eb211c80319c',
    );
    expect(traceIdOf('nonsense')).toBeUndefined();
  });
});
