import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { AdminLogin, Cast, SiteLogin } from './stage';

export interface Options extends Cast {
  /** Where the rows go as JSON. */
  readonly json?: string;
}

/** Secrets come from a file or the environment, never from the command line, which others can read. */
export const USAGE = `npm run conformance -- --url URL [--site FILE] [--json FILE]
  --site   the file of a site, as npm run add-site writes it; its gateway is the URL unless given
  or in the environment: SITE_ID, SITE_CLIENT_ID, SITE_CLIENT_SECRET
  what only an administrator may do is tried with CALLBOARD_ADMIN_PASSWORD (and CALLBOARD_ADMIN_USERNAME, admin unless given)`;

/** @throws Error with all that has to be given */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): Options {
  const { values } = parseArgs({
    args,
    options: { url: { type: 'string' }, site: { type: 'string' }, json: { type: 'string' } },
  });
  const here = env.INIT_CWD ?? '.';
  const file = values.site === undefined ? undefined : readSiteFile(resolve(here, values.site));
  const url = values.url ?? file?.gatewayUrl;
  if (url === undefined || !URL.canParse(url)) throw new Error(`say which gateway it is:\n${USAGE}`);
  return {
    url,
    site: file ?? siteOf(env),
    admin: adminOf(env),
    ...(values.json !== undefined && { json: resolve(here, values.json) }),
  };
}

function readSiteFile(path: string): SiteLogin & { gatewayUrl?: string } {
  const site = JSON.parse(readFileSync(path, 'utf8')) as Partial<SiteLogin> & { gatewayUrl?: string };
  const { siteId, clientId, clientSecret, gatewayUrl } = site;
  if (!siteId || !clientId || !clientSecret)
    throw new Error(`${path} is no file of a site: it needs siteId, clientId and clientSecret`);
  return { siteId, clientId, clientSecret, gatewayUrl };
}

function siteOf({ SITE_ID, SITE_CLIENT_ID, SITE_CLIENT_SECRET }: NodeJS.ProcessEnv): SiteLogin | undefined {
  const given = [SITE_ID, SITE_CLIENT_ID, SITE_CLIENT_SECRET].filter(Boolean).length;
  if (given !== 0 && given !== 3)
    throw new Error('SITE_ID, SITE_CLIENT_ID and SITE_CLIENT_SECRET: give all three, or none');
  if (!SITE_ID || !SITE_CLIENT_ID || !SITE_CLIENT_SECRET) return undefined;
  return { siteId: SITE_ID, clientId: SITE_CLIENT_ID, clientSecret: SITE_CLIENT_SECRET };
}

function adminOf(env: NodeJS.ProcessEnv): AdminLogin | undefined {
  const password = env.CALLBOARD_ADMIN_PASSWORD;
  return password ? { username: env.CALLBOARD_ADMIN_USERNAME || 'admin', password } : undefined;
}
