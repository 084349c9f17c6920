import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { Stack } from '../../dev-stack/src/stack';
import { stopOnSignal } from '../../dev-stack/src/stop-on-signal';

/** What a bench works on: a stack as it ships, and the database behind it. */
export interface Bench {
  stack: Stack;
  database: Client;
}

/** Runs `work` on a stack of its own in a temporary folder; everything is stopped and removed after, on Ctrl-C too. */
export async function onBenchStack(work: (bench: Bench) => Promise<void>): Promise<void> {
  let cleanUp = (): Promise<void> => Promise.resolve();
  stopOnSignal(() => cleanUp());
  const folder = mkdtempSync(join(tmpdir(), 'callboard-bench-'));
  chmodSync(folder, 0o755); // So that PostgreSQL, as root under another account, can pass through.
  const starting = Stack.start({ data: join(folder, 'data'), filesFolder: folder });
  cleanUp = async () => {
    await (await starting.catch(() => undefined))?.stop(true);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const stack = await starting;
    const database = new Client({ connectionString: stack.dev.databaseUrl });
    await database.connect();
    try {
      await work({ stack, database });
    } finally {
      await database.end();
    }
  } finally {
    await cleanUp();
  }
}
