import type { Log } from '@callboard/kernel';
import { currentTraceparent, traceIdOf } from '@callboard/messaging';
import pino from 'pino';
import { LOG_LEVELS } from './environment';

const SECRETS = [
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
];

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
    formatters: { level: (label) => ({ level: label }) },
    mixin: traceMembers,
    serializers: { err: errorMembers },
    redact: { paths: SECRETS.flatMap((member) => [member, `*.${member}`]), censor: '(secret)' },
  };
  return pino(options, destination ?? standardOutput());
}

let listening = false;

/**
 * Pino's own destination retries for ever when nobody reads any more, so a process whose supervisor was killed could
 * not end. Here a lost reader means lost lines, and nothing else.
 */
function standardOutput(): pino.DestinationStream {
  if (!listening) process.stdout.on('error', () => undefined);
  listening = true;
  return process.stdout;
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
