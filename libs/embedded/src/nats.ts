import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { asEmbeddedError, EmbeddedError } from './embedded-error';
import { isPortFree, portTaken } from './free-port';
import { resolveNatsServer } from './nats-binary';
import { ServerProcess, type LogLine, type ServerExit } from './server-process';

/** Exactly one of `config` and `configFile` is given. */
export type NatsOptions = {
  /** The port that the configuration names. */
  readonly port: number;
  /** Default: the one that `resolveNatsServer` finds. */
  readonly binary?: string;
  /** Receives each line of the server's log. */
  readonly log?: LogLine;
} & (
  | {
      /** Text as `brokerConfig` makes it, kept as `<dir>/nats-server.conf` (mode 0600). */ readonly config: string;
      readonly dir: string;
      readonly configFile?: undefined;
    }
  | { readonly configFile: string; readonly config?: undefined; readonly dir?: undefined }
);

export interface EmbeddedNats {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly configFile: string;
  readonly exited: Promise<ServerExit>;
  /** The last lines of the log, oldest first. */
  lastLines(): readonly string[];
  /** SIGTERM: JetStream flushes its files. */
  stop(): Promise<void>;
  /** SIGKILL, for tests of faults. */
  kill(): Promise<void>;
  /**
   * Makes the server read its configuration again, after putting `config` in the file's place when given, and
   * waits for its word on it. Gained and lost rights apply to live connections (site-identity 9).
   *
   * @throws EmbeddedError `broker-config-invalid` when the server refuses; it then keeps the old settings
   */
  reload(config?: string): Promise<void>;
}

const CONFIG_NAME = 'nats-server.conf';
const READY = /Server is ready/;
const PORT_TAKEN = /address already in use/;
const RELOADED = /Reloaded server configuration|Failed to reload server configuration: (.*)/;
const START_TIMEOUT_MS = 60_000;
const RELOAD_TIMEOUT_MS = 15_000;

/** Written whole and renamed: the file holds passwords, and a server may read it at any time. */
function writeConfig(file: string, text: string): void {
  const draft = `${file}.draft-${process.pid}`;
  writeFileSync(draft, text, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
}

function explain(server: ServerProcess, port: number, outcome: 'exited' | 'late'): EmbeddedError {
  const lines = server.lastLines();
  if (lines.some((line) => PORT_TAKEN.test(line))) return portTaken(port, lines);
  const said = lines.find((line) => /\[FTL\]|^nats-server:/.test(line)) ?? lines.at(-1) ?? 'it said nothing';
  const why = outcome === 'late' ? `not ready after ${START_TIMEOUT_MS / 1000} s` : said;
  return new EmbeddedError(
    'start-failed',
    `nats-server did not start: ${why.replace(/^nats-server: /, '')}`,
    lines,
  );
}

async function reload(server: ServerProcess, configFile: string, config?: string): Promise<void> {
  if (config !== undefined) writeConfig(configFile, config);
  const answer = server.waitForLine(RELOADED, RELOAD_TIMEOUT_MS);
  server.signal('SIGHUP');
  const outcome = await answer;
  if (typeof outcome === 'string') {
    const what =
      outcome === 'exited' ? 'nats-server ended during the reload' : 'nats-server did not answer SIGHUP';
    throw new EmbeddedError('start-failed', `${what}: see the log lines`, server.lastLines());
  }
  const fault = RELOADED.exec(outcome.line)?.[1];
  if (fault === undefined) return;
  const message = `nats-server refused the new configuration and keeps the old one: ${fault}`;
  throw new EmbeddedError('broker-config-invalid', message, server.lastLines());
}

async function start(options: NatsOptions): Promise<EmbeddedNats> {
  const { port, log = () => undefined } = options;
  const binary = options.binary ?? (await resolveNatsServer({ log })).path;
  if (options.dir !== undefined) mkdirSync(options.dir, { recursive: true });
  const configFile = resolve(options.configFile ?? join(options.dir, CONFIG_NAME));
  if (options.config !== undefined) writeConfig(configFile, options.config);
  if (!(await isPortFree(port))) throw portTaken(port);
  const args = ['-c', configFile];
  const command = { name: 'nats-server', command: binary, args, cwd: '/', env: process.env, log } as const;
  const server = ServerProcess.launch({ ...command, stopSignal: 'SIGTERM' });
  const outcome = await server.waitForLine(READY, START_TIMEOUT_MS);
  if (typeof outcome === 'string') {
    const error = explain(server, port, outcome);
    await server.kill();
    throw error;
  }
  const { pid, exited } = server;
  return {
    ...{ url: `nats://127.0.0.1:${port}`, port, pid, configFile, exited },
    lastLines: () => server.lastLines(),
    stop: () => server.stop(),
    kill: () => server.kill(),
    reload: (config) => reload(server, configFile, config),
  };
}

/**
 * Starts nats-server on 127.0.0.1 and waits until it says that it is ready.
 *
 * @throws EmbeddedError `nats-server-missing`, `nats-server-too-old`, `port-taken` or `start-failed`
 */
export async function startNats(options: NatsOptions): Promise<EmbeddedNats> {
  try {
    return await start(options);
  } catch (error) {
    throw asEmbeddedError(error, 'nats-server cannot be started');
  }
}
