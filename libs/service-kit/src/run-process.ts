import { type Log, messageOf } from '@callboard/kernel';
import { closeNats, NATS_CONNECTION, SETTINGS } from '@callboard/messaging';
import type { INestApplicationContext } from '@nestjs/common';
import type { NatsConnection } from 'nats';
import { type ProcessSettings, SettingsError } from './environment';
import { Health } from './health';
import { startHealthServer } from './health-server';
import { createLog } from './logger';
import { collectProcessMetrics } from './metrics';
import { onStopRequest } from './stop-request';

/** Exit code of settings that cannot be used (EX_CONFIG of sysexits). */
const EXIT_SETTINGS = 78;

/** A process that takes work. */
export interface RunningProcess {
  app: INestApplicationContext;
  healthUrl: string;
  /** Stops taking work, finishes what is in flight, closes everything. */
  stop(): Promise<void>;
}

/**
 * Starts a process whose module imports ServiceKitModule, inside this Node process: `start` builds the Nest
 * application and has it listen. For main.ts use {@link runProcess}; component tests use this.
 */
export async function startProcess(start: () => Promise<INestApplicationContext>): Promise<RunningProcess> {
  const app = await start();
  const get = <T>(token: symbol): T => app.get<T>(token, { strict: false });
  const health = app.get(Health, { strict: false });
  const settings = get<ProcessSettings>(SETTINGS);
  const connection = get<NatsConnection>(NATS_CONNECTION);
  const server = await startHealthServer(health, settings.HEALTH_HOST, settings.HEALTH_PORT);
  health.markRunning();
  const stop = async (): Promise<void> => {
    health.markStopping();
    await app.close();
    await closeNats(connection);
    await server.close();
  };
  return { app, healthUrl: server.url, stop };
}

/**
 * Runs a process until it is told to stop: the whole of main.ts. Settings that cannot be used are told line by line
 * on standard error (exit 78), any other failure to start is logged (exit 1). Once ready, the parent process, if
 * there is one, gets `{kind: 'ready', name, healthUrl}`. SIGTERM, SIGINT or the loss of the parent drain it (exit 0);
 * the same signal again, or 25 s without an end, is exit 1. An error that nobody caught is logged and ends it at once,
 * and so does a rejected promise that nobody cared for, unless `outlivesRejections`: then the module takes care of those.
 */
export async function runProcess(
  name: string,
  start: () => Promise<INestApplicationContext>,
  { outlivesRejections = false } = {},
): Promise<void> {
  const log = createLog(name);
  dieOfUncaught(log, outlivesRejections);
  collectProcessMetrics();
  const stopRequest = onStopRequest(log);
  let running: RunningProcess;
  try {
    running = await startProcess(start);
  } catch (error) {
    process.exit(explainFailedStart(name, error, log));
  }
  announce(name, running.healthUrl, log);
  stopRequest.whenAsked(() => running.stop());
}

function explainFailedStart(name: string, error: unknown, log: Log): number {
  if (error instanceof SettingsError) {
    for (const fault of error.faults) process.stderr.write(`${name}: ${fault}\n`);
    return EXIT_SETTINGS;
  }
  log.error({ err: error }, `${name} cannot start: ${messageOf(error)}`);
  return 1;
}

function announce(name: string, healthUrl: string, log: Log): void {
  log.info({ healthUrl }, `${name} is ready`);
  process.send?.({ kind: 'ready', name, healthUrl });
}

function dieOfUncaught(log: Log, outlivesRejections: boolean): void {
  const die = (kind: string) => (error: unknown) => {
    log.error({ err: error }, kind);
    process.exit(1);
  };
  if (!outlivesRejections) process.on('unhandledRejection', die('a promise was rejected and nobody cared'));
  process.on('uncaughtException', die('an error was thrown and nobody caught it'));
}
