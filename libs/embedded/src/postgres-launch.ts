import { EmbeddedError } from './embedded-error';
import { freePort, isPortFree, portTaken } from './free-port';
import { postgresEnvironment } from './postgres-environment';
import { explainFailedStart, orphansStillAtWork } from './postgres-failure';
import { ServerProcess, type Account, type LogLine } from './server-process';

const READY = /database system is ready to accept connections/;
const SETTING_NAME = /^[a-z_][a-z0-9_.]*$/i;
/** Crash recovery of a large folder takes its time. */
const START_TIMEOUT_MS = 120_000;
const ORPHAN_PATIENCE_MS = 15_000;
const CHOSEN_PORT_ATTEMPTS = 5;

/** A data folder that is ready, and all that a start on it needs. */
export interface Prepared {
  readonly dataDir: string;
  readonly program: string;
  readonly account: Account | undefined;
  readonly password: string;
  readonly isNew: boolean;
  readonly settings: Readonly<Record<string, string>>;
  readonly log: LogLine;
}

function settingArguments(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => {
    if (!SETTING_NAME.test(name))
      throw new EmbeddedError('start-failed', `"${name}" is no PostgreSQL setting`);
    return ['-c', `${name}=${value}`];
  });
}

/** Ours come last and so win: the server is to be heard on 127.0.0.1 only. */
function launch(prepared: Prepared, port: number): ServerProcess {
  const { dataDir, program, account, log } = prepared;
  const own = { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(port) };
  const args = ['-D', dataDir, ...settingArguments(prepared.settings), ...settingArguments(own)];
  const env = postgresEnvironment();
  const name = 'postgres';
  return ServerProcess.launch({
    name,
    command: program,
    args,
    cwd: '/',
    env,
    account,
    stopSignal: 'SIGINT',
    log,
  });
}

/** Starts the server and waits for its own word that it is ready, or explains why it never said so. */
async function launchUntilReady(prepared: Prepared, port: number): Promise<ServerProcess> {
  const deadline = Date.now() + ORPHAN_PATIENCE_MS;
  for (;;) {
    const server = launch(prepared, port);
    const outcome = await server.waitForLine(READY, START_TIMEOUT_MS);
    if (typeof outcome === 'object') return server;
    const lines = server.lastLines();
    if (outcome === 'late') {
      await server.kill();
      const waited = `PostgreSQL on ${prepared.dataDir} was not ready after ${START_TIMEOUT_MS / 1000} s`;
      throw new EmbeddedError('start-failed', `${waited}: see the log lines`, lines);
    }
    if (!orphansStillAtWork(lines) || Date.now() > deadline) {
      throw explainFailedStart({ ...prepared, port, lines });
    }
  }
}

/**
 * Starts the server on the port wanted, or on a free one; should another program snatch that in between, on the
 * next.
 */
export async function launchOnPort(
  prepared: Prepared,
  wanted: number | undefined,
): Promise<[ServerProcess, number]> {
  if (wanted !== undefined) {
    if (!(await isPortFree(wanted))) throw portTaken(wanted);
    return [await launchUntilReady(prepared, wanted), wanted];
  }
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      return [await launchUntilReady(prepared, port), port];
    } catch (error) {
      const lostTheRace = error instanceof EmbeddedError && error.code === 'port-taken';
      if (!lostTheRace || attempt === CHOSEN_PORT_ATTEMPTS) throw error;
    }
  }
}
