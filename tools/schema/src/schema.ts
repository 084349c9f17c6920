import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { SchemaVersion } from '@callboard/contracts';
import type { Options } from './options';
import { SchemaClient } from './schema-client';

/** Carries out what was asked for, and says what became of it. */
export async function schema({ task, url, admin }: Options, say: (line: string) => void): Promise<void> {
  const client = new SchemaClient(url);
  if (task.verb === 'list') {
    for (const each of await client.list()) say(inWords(each));
    return;
  }
  await client.logIn(admin);
  if (task.verb === 'activate') {
    say(inWords(await client.activate(task.version)));
    return;
  }
  const installed = await client.install(textOf(task.file));
  say(inWords(task.activate ? await client.activate(installed.version) : installed));
}

/** A path as whoever typed it saw it: npm runs programs elsewhere. */
function textOf(file: string): string {
  try {
    return readFileSync(resolve(process.env.INIT_CWD ?? '.', file), 'utf8');
  } catch {
    throw new Error(`${file} cannot be read: name the file of a JSON Schema`);
  }
}

const inWords = ({
  version,
  title,
  active,
  collections,
  installed_by,
  installed_at,
}: SchemaVersion): string =>
  `version ${version}${active ? ', active' : ''}: ${title}, ${collections.length} collections, ` +
  `installed by ${installed_by} at ${installed_at}`;
