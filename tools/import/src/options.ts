import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf } from '@callboard/kernel';
import { readSettings } from '@callboard/service-kit';
import { z } from 'zod';
import type { DevFile } from '../../dev-stack/src/data-folder';

/** Wrong arguments. */
export class UsageError extends Error {}
/** Nothing to import into is named, and no stack runs here. */
export class NowhereToImport extends Error {}

export interface Options {
  readonly dump: string;
  readonly only: readonly string[] | undefined;
  /** Nothing is sent where it is absent: a dry run. */
  readonly nats: Broker | undefined;
  readonly report: string;
}

/** Where the broker is, and the login of the services. */
export interface Broker {
  readonly url: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
}

const USAGE = `npm run import -- DUMP [--only COLLECTION[,COLLECTION]] [--dry-run] [--report FILE] [--nats URL]`;
const REPORT = 'import-report.jsonl';

const broker = z.object({
  NATS_URL: z.string().optional(),
  NATS_USER: z.string().optional(),
  NATS_PASSWORD: z.string().optional(),
});

/**
 * Reads the arguments. The broker is that of --nats, else of the environment, else of the stack on --data (`.callboard`).
 *
 * @throws UsageError
 * @throws NowhereToImport
 */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): Options {
  const { values, positionals } = parsed(args);
  const [dump, ...more] = positionals;
  if (dump === undefined || more.length > 0) throw new UsageError(`name one dump: ${USAGE}`);
  const at = (path: string): string => resolve(env.INIT_CWD ?? '.', path);
  const only = values.only?.flatMap((list) => list.split(',')).filter((name) => name !== '');
  return {
    dump: at(dump),
    only: only && only.length > 0 ? only : undefined,
    nats: values['dry-run'] ? undefined : brokerOf(values.nats, at(values.data ?? '.callboard'), env),
    report: at(values.report ?? REPORT),
  };
}

function parsed(args: string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        only: { type: 'string', multiple: true },
        'dry-run': { type: 'boolean', default: false },
        report: text,
        nats: text,
        data: text,
      },
    });
  } catch (error) {
    throw new UsageError(`${messageOf(error)}\n${USAGE}`);
  }
}

function brokerOf(named: string | undefined, folder: string, env: NodeJS.ProcessEnv): Broker {
  if (named !== undefined) return fromUrl(named);
  const { NATS_URL: url, NATS_USER: user, NATS_PASSWORD: password } = readSettings(broker, env);
  if (url !== undefined) return { url, user, password };
  const file = join(folder, 'dev.json');
  if (existsSync(file)) return fromUrl((JSON.parse(readFileSync(file, 'utf8')) as DevFile).natsUrl);
  throw new NowhereToImport(
    `no stack runs on ${folder}: start one with npm start, or give --nats URL or NATS_URL, NATS_USER and NATS_PASSWORD`,
  );
}

/** The address without its login, which is for nobody's eyes. */
function fromUrl(text: string): Broker {
  if (!URL.canParse(text) || !new URL(text).protocol.startsWith('nats'))
    throw new UsageError('--nats takes a URL such as nats://user:password@host');
  const { protocol, host, username, password } = new URL(text);
  const login = username === '' ? undefined : decodeURIComponent(username);
  return { url: `${protocol}//${host}`, user: login, password: decodeURIComponent(password) };
}
