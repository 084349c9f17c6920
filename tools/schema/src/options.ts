import { parseArgs } from 'node:util';

/** What is to be done. */
export type Task =
  | { readonly verb: 'install'; readonly file: string; readonly activate: boolean }
  | { readonly verb: 'list' }
  | { readonly verb: 'activate'; readonly version: number };

export interface Options {
  readonly task: Task;
  readonly url: string;
  readonly admin: { readonly username: string; readonly password: string };
}

export const USAGE = `npm run schema -- install FILE [--activate] [--url URL]
npm run schema -- list [--url URL]
npm run schema -- activate VERSION [--url URL]

The admin's password comes from CALLBOARD_ADMIN_PASSWORD, the name from CALLBOARD_ADMIN_USERNAME ("admin" unless set).`;

const URL_UNLESS_GIVEN = 'http://127.0.0.1:8000';

/** Reads the command line, and the admin's password from the environment. @throws Error that says what would be right */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): Options {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { activate: { type: 'boolean', default: false }, url: { type: 'string' } },
  });
  const task = taskOf(positionals, values.activate);
  const password = env.CALLBOARD_ADMIN_PASSWORD;
  if (!password && task.verb !== 'list')
    throw new Error("set the admin's password in CALLBOARD_ADMIN_PASSWORD (npm start keeps it in dev.json)");
  const admin = { username: env.CALLBOARD_ADMIN_USERNAME ?? 'admin', password: password ?? '' };
  return { task, url: values.url ?? URL_UNLESS_GIVEN, admin };
}

function taskOf([verb, what, ...more]: string[], activate: boolean): Task {
  if (more.length === 0) {
    if (verb === 'list' && what === undefined) return { verb };
    if (verb === 'install' && what !== undefined) return { verb, file: what, activate };
    if (verb === 'activate' && /^[1-9]\d{0,8}$/.test(what ?? '')) return { verb, version: Number(what) };
  }
  throw new Error(`this is none of:\n${USAGE}`);
}
