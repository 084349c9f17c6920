import { spawn } from 'node:child_process';
import { Client } from 'pg';
import { built } from './built';
import type { Secrets } from './data-folder';
import { StackError } from './stack-error';

/** Creates the database where it is missing and runs the migrate program on it, as it runs in production. */
export async function migrateDatabase(adminUrl: string, secrets: Secrets): Promise<void> {
  await createDatabase(adminUrl);
  const passwords = Object.entries(secrets.databasePasswords).map(([service, password]) => [
    `CALLBOARD_${service.toUpperCase().replaceAll('-', '_')}_PASSWORD`,
    password,
  ]);
  const env = { PATH: process.env.PATH, ADMIN_DATABASE_URL: adminUrl, ...Object.fromEntries(passwords) };
  const child = spawn(process.execPath, [built('tools', 'migrate', 'src/main.js')], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => output.push(data));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0)
    throw new StackError(`the database cannot be migrated:\n${Buffer.concat(output).toString().trimEnd()}`);
}

async function createDatabase(adminUrl: string): Promise<void> {
  const server = new URL(adminUrl);
  const name = server.pathname.slice(1);
  server.pathname = '/postgres';
  const client = new Client({ connectionString: server.href });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
