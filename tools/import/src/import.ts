import { messageOf, silentLog } from '@callboard/kernel';
import { checkNats, closeNats, connectToNats, RequestClient } from '@callboard/messaging';
import { SettingsError } from '@callboard/service-kit';
import type { NatsConnection } from 'nats';
import { importDump, inWords } from './import-dump';
import { type Broker, NowhereToImport, type Options, readOptions, UsageError } from './options';
import { PatientRequests } from './sending/requests';
import type { Screen } from './telling/progress';
import { Report } from './telling/report';

/** Exit codes: all is here; something was refused; wrong arguments; broke off; no settings (as in sysexits). */
export const EXIT = { done: 0, refused: 1, usage: 64, brokeOff: 75, settings: 78 } as const;

const CONNECT_MS = 5_000;

export interface Program {
  args: string[];
  env: NodeJS.ProcessEnv;
  screen: Screen;
  complain: (line: string) => void;
}

/** The program without the process around it: takes a dump in and gives the exit code. */
export async function runImport({ args, env, screen, complain }: Program): Promise<number> {
  try {
    return await carryOut(readOptions(args, env), screen);
  } catch (error) {
    complain(`import: ${messageOf(error)}`);
    if (error instanceof UsageError) return EXIT.usage;
    if (error instanceof NowhereToImport || error instanceof SettingsError) return EXIT.settings;
    complain('import: it broke off; what was taken in stays, and the same command goes on from there');
    return EXIT.brokeOff;
  }
}

async function carryOut({ nats, report: file, ...task }: Options, screen: Screen): Promise<number> {
  const connection = nats && (await brokerAt(nats));
  const report = new Report(file);
  try {
    const services = connection && new PatientRequests(new RequestClient(connection));
    await importDump(task, services, report, screen);
    const { total } = report;
    screen.write(
      `${services ? 'Imported' : 'Dry run, nothing was sent'}: ${inWords(total)}. Report: ${file}\n`,
    );
    return total.refused > 0 ? EXIT.refused : EXIT.done;
  } finally {
    report.close();
    if (connection) await closeNats(connection);
  }
}

/** Services wait for a broker for as long as it takes; nobody waits for long beside a terminal. */
async function brokerAt({ url, user, password }: Broker): Promise<NatsConnection> {
  const login = { ...(user === undefined ? {} : { user }), ...(password === undefined ? {} : { password }) };
  const connecting = connectToNats({ url, ...login, name: 'import', log: silentLog });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const words = `NATS at ${url} lets nobody in within ${CONNECT_MS} ms: is it there, and are user and password right?`;
    timer = setTimeout(() => reject(new Error(words)), CONNECT_MS);
  });
  try {
    const connection = await Promise.race([connecting, late]);
    await checkNats(connection);
    return connection;
  } finally {
    clearTimeout(timer);
  }
}
