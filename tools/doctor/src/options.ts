import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { DevFile } from '../../dev-stack/src/data-folder';

/** Wrong arguments. */
export class UsageError extends Error {}
/** Nothing to look at is named, and no stack runs here. */
export class NothingToExamine extends Error {}

export interface Options {
  /** Of an administrator, to the database that holds every schema. */
  databaseUrl: string;
  /** With user and password. */
  natsUrl: string;
  historyDays: number | undefined;
}

/**
 * Reads the arguments. Without --database and --nats, the stack that runs on --data (or `.callboard`) is looked at.
 *
 * @throws UsageError
 * @throws NothingToExamine
 */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): Options {
  const { database, nats, data, 'history-days': days } = parsed(args);
  if ((database === undefined) !== (nats === undefined))
    throw new UsageError('give both --database URL and --nats URL, or neither for the stack of npm start');
  const historyDays = daysOf(days ?? env.RETAIN_HISTORY_DAYS);
  if (database !== undefined && nats !== undefined)
    return {
      databaseUrl: checked(database, 'postgres', 'database'),
      natsUrl: checked(nats, 'nats', 'nats'),
      historyDays,
    };
  const folder = resolve(env.INIT_CWD ?? '.', data ?? '.callboard');
  const file = join(folder, 'dev.json');
  if (!existsSync(file))
    throw new NothingToExamine(
      `no stack runs on ${folder}: start one with npm start, or give --database and --nats`,
    );
  const dev = JSON.parse(readFileSync(file, 'utf8')) as DevFile;
  return { databaseUrl: dev.databaseUrl, natsUrl: dev.natsUrl, historyDays };
}

function parsed(args: string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ args, options: { database: text, nats: text, data: text, 'history-days': text } })
      .values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function daysOf(text: string | undefined): number | undefined {
  if (text === undefined || text === '' || text === 'forever') return undefined;
  const days = Number(text);
  if (Number.isInteger(days) && days > 0) return days;
  throw new UsageError(`--history-days takes a whole number from 1, or forever, not "${text}"`);
}

function checked(url: string, scheme: string, option: string): string {
  if (URL.canParse(url) && new URL(url).protocol.startsWith(scheme)) return url;
  throw new UsageError(`--${option} takes a URL such as ${scheme}://user:password@host`);
}
