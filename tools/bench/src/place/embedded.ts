import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { RUNTIME_SITE } from '../../../dev-stack/src/data-folder';
import { Stack } from '../../../dev-stack/src/stack';
import { stopOnSignal } from '../../../dev-stack/src/stop-on-signal';
import type { Bench } from './bench';
import type { Named } from './cpu-time';

/** Runs `work` on a stack of its own, as it ships, in a temporary folder; all is stopped and removed after, on Ctrl-C too. */
export async function onOwnStack(
  how: Pick<Bench, 'count' | 'say'>,
  work: (bench: Bench) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (folder, onSignal) => {
    const starting = Stack.start({ data: join(folder, 'data'), filesFolder: folder });
    const stop = async (): Promise<void> => (await starting.catch(() => undefined))?.stop(true);
    onSignal(stop);
    try {
      const stack = await starting;
      const database = new Client({ connectionString: stack.dev.databaseUrl });
      await database.connect();
      try {
        await work({ ...how, ...reachOf(stack), database });
      } finally {
        await database.end();
      }
    } finally {
      await stop();
    }
  });
}

/** A folder that PostgreSQL can pass through, also when it runs under another account than root. */
export async function inTemporaryFolder(
  work: (folder: string, onSignal: (stop: () => Promise<void>) => void) => Promise<void>,
): Promise<void> {
  let stop = (): Promise<void> => Promise.resolve();
  const folder = mkdtempSync(join(tmpdir(), 'callboard-bench-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  stopOnSignal(async () => {
    await stop();
    remove();
  });
  chmodSync(folder, 0o755);
  try {
    await work(folder, (how) => (stop = how));
  } finally {
    remove();
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
