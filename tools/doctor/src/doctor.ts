import { messageOf, silentLog } from '@callboard/kernel';
import { checkNats, connectToNats } from '@callboard/messaging';
import type { NatsConnection } from 'nats';
import { Client } from 'pg';
import { CHECKS } from './checks';
import { examine } from './examine';
import { NothingToExamine, type Options, readOptions, UsageError } from './options';

/** Exit codes: healthy; something was found, or could not be looked at; wrong arguments; nothing to look at. */
export const EXIT = { healthy: 0, findings: 1, usage: 64, settings: 78 } as const;

const CONNECT_MS = 5_000;

export interface Program {
  args: string[];
  env: NodeJS.ProcessEnv;
  print: (line: string) => void;
  complain: (line: string) => void;
}

/** The program without the process around it: examines a running system, says what is wrong, and gives the exit code. */
export async function doctor({ args, env, print, complain }: Program): Promise<number> {
  try {
    const found = await examineAt(readOptions(args, env), print);
    print(found === 0 ? `Healthy: ${CHECKS.length + 1} checks found nothing.` : `${found} findings.`);
    return found === 0 ? EXIT.healthy : EXIT.findings;
  } catch (error) {
    complain(`doctor: ${messageOf(error) || 'the database does not answer'}`);
    if (error instanceof UsageError) return EXIT.usage;
    return error instanceof NothingToExamine ? EXIT.settings : EXIT.findings;
  }
}

async function examineAt(options: Options, print: (line: string) => void): Promise<number> {
  const admin = new Client({
    connectionString: options.databaseUrl,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'callboard-doctor',
  });
  admin.on('error', () => undefined);
  await admin.connect();
  try {
    const nats = await brokerAt(options.natsUrl);
    try {
      let found = 0;
      for await (const { check, text } of examine({ admin, nats, historyDays: options.historyDays })) {
        print(`${check}: ${text}`);
        found += 1;
      }
      return found;
    } finally {
      await nats.close();
    }
  } finally {
    await admin.end();
  }
}

/** Services wait for a broker for as long as it takes; nobody waits for long beside a terminal. */
async function brokerAt(text: string): Promise<NatsConnection> {
  const { username, password, host, protocol } = new URL(text);
  const login = { user: decodeURIComponent(username), password: decodeURIComponent(password) };
  const connecting = connectToNats({ url: `${protocol}//${host}`, ...login, name: 'doctor', log: silentLog });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const words = `NATS at ${host} lets nobody in within ${CONNECT_MS} ms: is it there, and are user and password right?`;
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
