import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { siteInboxPrefix } from '@callboard/contracts';
import { freePort, startNats } from '@callboard/embedded';
import { connect } from 'nats';
import { parse } from 'yaml';

const ROOT = join(__dirname, '../../..');

interface Compose {
  services: Record<string, { image: string; ports: string[]; volumes: string[]; command?: string[] }>;
  volumes: Record<string, unknown>;
}

const compose = parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8')) as Compose;
const config = readFileSync(join(ROOT, 'deploy/nats-server.conf'), 'utf8');

describe('docker-compose.yml', () => {
  it('runs PostgreSQL 17 and a NATS of 2.10 or newer, reachable from this machine only', () => {
    expect(compose.services.postgres?.image).toBe('postgres:17');
    expect(compose.services.nats?.image).toMatch(/^nats:2\.1\d/);
    for (const { ports } of Object.values(compose.services))
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('mounts only what is there, or what deploy/README.md tells to make', () => {
    for (const service of Object.values(compose.services))
      for (const volume of service.volumes) {
        const [source = ''] = volume.split(':');
        if (!source.startsWith('./')) expect(Object.keys(compose.volumes)).toContain(source);
        else
          expect(existsSync(join(ROOT, source.replace('passwords.conf', 'passwords.example.conf')))).toBe(
            true,
          );
      }
  });

  it('publishes the port that the broker listens on, and asks for its health where it answers', () => {
    expect(compose.services.nats?.ports).toContain('127.0.0.1:4222:4222');
    expect(config).toContain('listen: "0.0.0.0:4222"');
    expect(JSON.stringify(compose.services.nats)).toContain('http://127.0.0.1:8222/healthz');
    expect(config).toContain('http: "0.0.0.0:8222"');
  });

  it('gives the broker a configuration that it takes, with the passwords of the included file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'callboard-compose-'));
    const port = await freePort();
    const configFile = join(folder, 'nats-server.conf');
    const here = config
      .replace('0.0.0.0:4222', `127.0.0.1:${port}`)
      .replace('http: "0.0.0.0:8222"\n', '')
      .replace('"/data"', JSON.stringify(join(folder, 'data')));
    mkdirSync(join(folder, 'data'));
    writeFileSync(configFile, here);
    cpSync(join(ROOT, 'deploy/passwords.example.conf'), join(folder, 'passwords.conf'));
    const server = await startNats({ port, configFile });
    try {
      const logIn = (user: string, pass: string) =>
        connect({
          servers: server.url,
          user,
          pass,
          reconnect: false,
          inboxPrefix: siteInboxPrefix('nmdc-runtime'),
        });
      for (const [user, password] of [
        ['callboard', 'change-me-services'],
        ['site-nmdc-runtime', 'change-me-runtime-site'],
      ] as const)
        await (await logIn(user, password)).close();
      await expect(logIn('callboard', '$SERVICES_PASSWORD')).rejects.toThrow(/Authorization/i);
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
