import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@callboard/embedded';
import { ROOT } from './compose-file.builder';

/**
 * The broker's configuration of docker-compose.yml for this machine: in `folder`, on a free port, without its health
 * page, with a passwords file beside it as the container has it. Gives what startNats takes.
 */
export async function brokerHere(
  folder: string,
  passwords: string,
): Promise<{ port: number; configFile: string }> {
  const port = await freePort();
  const configFile = join(folder, 'nats-server.conf');
  const config = readFileSync(join(ROOT, 'deploy/nats-server.conf'), 'utf8')
    .replace('0.0.0.0:4222', `127.0.0.1:${port}`)
    .replace('http: "0.0.0.0:8222"\n', '')
    .replace('"/data"', JSON.stringify(join(folder, 'data')));
  writeFileSync(configFile, config);
  cpSync(passwords, join(folder, 'passwords.conf'));
  return { port, configFile };
}
