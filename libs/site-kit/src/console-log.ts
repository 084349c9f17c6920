import type { Log } from '@callboard/kernel';
import { currentTraceparent, traceIdOf } from '@callboard/messaging';
import pino from 'pino';

/** JSON lines on standard output, each with the trace id of the job it belongs to. */
export function consoleLog(siteId: string): Log {
  // Not pino's own destination: that one retries for ever when nobody reads any more, and the worker could not end.
  process.stdout.on('error', () => undefined);
  const options: pino.LoggerOptions = {
    base: { service: `site ${siteId}` },
    level: process.env.LOG_LEVEL ?? 'info',
    mixin: () => {
      const traceparent = currentTraceparent();
      return traceparent ? { trace_id: traceIdOf(traceparent) } : {};
    },
  };
  return pino(options, process.stdout);
}
