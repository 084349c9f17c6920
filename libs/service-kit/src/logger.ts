import type { Log } from '@callboard/kernel';
import { currentTraceparent, traceIdOf } from '@callboard/messaging';
import pino from 'pino';
import { LOG_LEVELS } from './environment';

const SECRETS = new Set([
  'password',
  'secret',
  'client_secret',
  'token',
  'access_token',
  'accessToken',
  'refresh_token',
  'authorization',
  'Authorization',
  'cookie',
  'DATABASE_URL',
  'NATS_PASSWORD',
]);

/**
 * Makes the log of a process: one JSON line per message on standard output, with the service's name and, inside a
 * trace, its `trace_id`. Level from LOG_LEVEL. Members that hold secrets by their name are blotted out, one level
 * deep; whoever logs is still to leave them out.
 */
export function createLog(name: string, destination?: pino.DestinationStream): Log {
  const options: pino.LoggerOptions = {
    level: LOG_LEVELS.find((level) => level === process.env.LOG_LEVEL) ?? 'info',
    base: { service: name, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }), log: (members) => withoutSecrets(members) },
    mixin: traceMembers,
    serializers: { err: errorMembers },
  };
  return pino(options, destination ?? standardOutput());
}

/** Pino's own redaction copies and walks every line by every path; a line is written for each job. */
function withoutSecrets(members: object, depth = 0): Record<string, unknown> {
  const safe: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(members) as [string, unknown][]) {
    if (SECRETS.has(name)) safe[name] = '(secret)';
    else safe[name] = depth === 0 && isPlain(value) ? withoutSecrets(value, 1) : value;
  }
  return safe;
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

let output: pino.DestinationStream | undefined;

/**
 * Pino's own destination retries for ever when nobody reads any more, so a process whose supervisor was killed could
 * not end. Here a lost reader means lost lines, and nothing else.
 */
function standardOutput(): pino.DestinationStream {
  if (output !== undefined) return output;
  process.stdout.on('error', () => undefined);
  output = linesTogether((lines) => process.stdout.write(lines));
  return output;
}

/**
 * Lines of one turn of the event loop are written together: a batch of jobs says a line for each, and every write is a
 * call of the system. What is still to be written when the process ends is written then.
 */
export function linesTogether(write: (lines: string) => void): pino.DestinationStream {
  let waiting = '';
  const flush = (): void => {
    const lines = waiting;
    waiting = '';
    if (lines !== '') write(lines);
  };
  process.on('exit', flush);
  return {
    write: (line: string) => {
      if (waiting === '') setImmediate(flush);
      waiting += line;
    },
  };
}

function traceMembers(): object {
  const trace = traceIdOf(currentTraceparent());
  return trace === undefined ? {} : { trace_id: trace };
}

/** Not all members of an error: those of a database driver hold the parameters of the statement. */
function errorMembers(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: errorMembers(error.cause) };
  return { type: error.name, message: error.message, ...code, stack: error.stack, ...cause };
}
