import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { siteInboxPrefix } from '@callboard/contracts';
import { connect } from 'nats';
import { siteUser } from '../broker';
import { DataFolder, type DevFile } from '../data-folder';
import { lineOf, StackError } from '../stack-error';

const LET_IN_WITHIN_MS = 10_000;

/**
 * `npm run add-site -- NAME`: registers a site with a running stack, gives it credentials and a login at the broker,
 * and writes them to `.callboard/sites/NAME.json`, the file that a worker reads (CALLBOARD_SITE_FILE).
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { data: { type: 'string' } },
    allowPositionals: true,
  });
  const [name] = positionals;
  if (!name || !/^[A-Za-z0-9._-]{1,100}$/.test(name))
    throw new StackError('name the site with letters, digits, . _ and -: npm run add-site -- my-lab');
  const folder = new DataFolder(values.data ?? join(process.cwd(), '.callboard'));
  const holder = folder.holder();
  if (holder === undefined || !existsSync(folder.file('dev.json')))
    throw new StackError(`no stack runs on ${folder.path}: start one with npm start`);
  const dev = JSON.parse(readFileSync(folder.file('dev.json'), 'utf8')) as DevFile;
  const client = await register(dev, name);
  const natsUrl = `nats://${new URL(dev.natsUrl).host}`;
  const natsPassword = folder.addSite(name);
  process.kill(holder, 'SIGHUP');
  await untilLetIn(natsUrl, name, natsPassword);
  const file = folder.file('sites', `${name}.json`);
  folder.writePrivately(file, {
    siteId: name,
    clientId: client.client_id,
    clientSecret: client.client_secret,
    gatewayUrl: dev.gatewayUrl,
    natsUrl,
    natsUser: siteUser(name),
    natsPassword,
  });
  console.log(`Site ${name} is known. Run a worker of it with CALLBOARD_SITE_FILE=${file}`);
}

async function register(dev: DevFile, name: string): Promise<{ client_id: string; client_secret: string }> {
  const form = new URLSearchParams({
    grant_type: 'password',
    username: dev.adminUsername,
    password: dev.adminPassword,
  });
  const token = await send<{ access_token: string }>(dev, '/token', { body: form });
  const headers = { authorization: `Bearer ${token.access_token}`, 'content-type': 'application/json' };
  await send(dev, '/sites', { headers, body: JSON.stringify({ id: name }) }, 409);
  return send(dev, `/sites/${name}:generateCredentials`, { headers });
}

async function send<T>(dev: DevFile, path: string, request: RequestInit, alsoFine?: number): Promise<T> {
  const reply = await fetch(new URL(path, dev.gatewayUrl), { method: 'POST', ...request });
  if (!reply.ok && reply.status !== alsoFine)
    throw new StackError(`POST ${path} answers ${reply.status}: ${await reply.text()}`);
  return (await reply.json()) as T;
}

/** The supervisor reloads the broker when it hears SIGHUP; the fact to wait for is that the new login is let in. */
async function untilLetIn(url: string, site: string, password: string): Promise<void> {
  const deadline = Date.now() + LET_IN_WITHIN_MS;
  for (;;) {
    try {
      const options = {
        servers: url,
        user: siteUser(site),
        pass: password,
        inboxPrefix: siteInboxPrefix(site),
      };
      await (await connect({ ...options, reconnect: false })).close();
      return;
    } catch (thrown) {
      if (Date.now() > deadline)
        throw new StackError(`the broker does not let ${site} in: ${lineOf(thrown)}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

main().catch((thrown: unknown) => {
  console.error(`callboard: ${lineOf(thrown)}`);
  process.exit(1);
});
