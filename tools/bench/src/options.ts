import { parseArgs } from 'node:util';
import type { RunningPlace } from './place/running';

export interface BenchOptions {
  /** Scenarios asked for; all that are usual when none is named. */
  names: string[];
  json: string | undefined;
  /** A Callboard that runs already; without one the bench starts its own. */
  running: RunningPlace | undefined;
  /** One in how many of the usual counts; 1 unless a test asks for a small run. */
  divisor: number;
}

/** Reads the command line, and the admin's password from the environment. @throws Error that says what would be right */
export function readOptions(
  args: string[],
  known: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): BenchOptions {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'string' },
      url: { type: 'string' },
      nats: { type: 'string' },
      site: { type: 'string' },
      database: { type: 'string' },
      divisor: { type: 'string' },
    },
  });
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Error(`no such scenario: ${unknown.join(', ')}; there are ${known.join(', ')}`);
  const divisor = Number(values.divisor ?? 1);
  if (!Number.isInteger(divisor) || divisor < 1) throw new Error('--divisor takes a whole number from 1 on');
  return { names: positionals, json: values.json, running: placeOf(values, env), divisor };
}

function placeOf(
  values: Partial<Record<'url' | 'nats' | 'site' | 'database', string>>,
  env: NodeJS.ProcessEnv,
): RunningPlace | undefined {
  const { url, nats, site, database } = values;
  if (url === undefined && nats === undefined && site === undefined && database === undefined)
    return undefined;
  const password = env.CALLBOARD_ADMIN_PASSWORD;
  if (url === undefined || nats === undefined || site === undefined || !password)
    throw new Error(
      'a running Callboard needs --url URL, --nats nats://USER:PASSWORD@HOST (the login of the services) and --site FILE ' +
        '(made by npm run add-site), with the admin’s password in CALLBOARD_ADMIN_PASSWORD; --database URL for all scenarios',
    );
  const admin = { username: env.CALLBOARD_ADMIN_USERNAME ?? 'admin', password };
  return { url, nats, siteFile: site, admin, database };
}
