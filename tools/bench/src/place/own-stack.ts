import { join } from 'node:path';
import { Client } from 'pg';
import { RUNTIME_SITE } from '../../../dev-stack/src/data-folder';
import { Stack } from '../../../dev-stack/src/stack';
import type { Bench } from './bench';
import type { Named } from './process-table';
import type { TemporaryFolder } from './temporary-folder';

/** Starts a stack as it ships; `name` is its place in the folder. A signal stops it. */
export async function startStack(folder: TemporaryFolder, name: string): Promise<Stack> {
  const starting = Stack.start({ data: join(folder.path, name), filesFolder: folder.path });
  folder.stopOnSignal(async () => (await starting.catch(() => undefined))?.stop(true));
  return starting;
}

/** Runs `work` on a stack of its own, as it ships. */
export async function onOwnStack(
  folder: TemporaryFolder,
  how: Pick<Bench, 'count' | 'say'>,
  work: (bench: Bench) => Promise<void>,
): Promise<void> {
  const stack = await startStack(folder, 'measured');
  try {
    const database = new Client({ connectionString: stack.dev.databaseUrl });
    // A connection that breaks while nothing is asked: the next question fails and says so.
    database.on('error', () => undefined);
    await database.connect();
    try {
      await work({ ...how, ...reachOf(stack), database });
    } finally {
      await database.end();
    }
  } finally {
    await stack.stop(true);
  }
}

function reachOf(stack: Stack): Omit<Bench, 'count' | 'say' | 'database'> {
  const { gatewayUrl, natsUrl, databaseUrl, adminUsername, adminPassword } = stack.dev;
  const { runtimeClientId, runtimeClientSecret } = stack.secrets;
  const { user, password } = stack.servers.runtimeSite;
  return {
    gatewayUrl,
    natsUrl,
    databaseUrl,
    logs: stack.folder.file('logs'),
    admin: { username: adminUsername, password: adminPassword },
    site: {
      siteId: RUNTIME_SITE,
      clientId: runtimeClientId,
      clientSecret: runtimeClientSecret,
      gatewayUrl,
      natsUrl: stack.servers.natsUrl,
      natsUser: user,
      natsPassword: password,
    },
    processes: () => processesOf(stack),
  };
}

/** Every process of a stack, PostgreSQL with its backends. */
export function processesOf(stack: Stack): Named[] {
  const { postgres, nats } = stack.servers.pids;
  const all: { name: string; pid: number | undefined; withChildren?: boolean }[] = [
    ...stack.processes.map(({ plan, pid }) => ({ name: plan.name, pid })),
    { name: 'nats-server', pid: nats },
    { name: 'postgres', pid: postgres, withChildren: true },
  ];
  return all.flatMap(({ pid, ...rest }) => (pid === undefined ? [] : [{ ...rest, pid }]));
}
