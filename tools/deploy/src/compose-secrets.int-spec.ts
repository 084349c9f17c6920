import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SERVICES, siteInboxPrefix } from '@callboard/contracts';
import { startNats } from '@callboard/embedded';
import { connect } from 'nats';
import { passwordSetting } from '../../migrate/src/migrate-services';
import { brokerHere } from './broker-here.builder';
import {
  type ComposeService,
  composeService,
  readCompose,
  ROOT,
  secretTargets,
} from './compose-file.builder';

const compose = readCompose();
const named = (name: string): ComposeService => composeService(compose, name);
const all = Object.entries(compose.services);

describe('the secrets of docker-compose.yml', () => {
  let folder: string;
  const made = (): string => join(folder, 'made');
  const secret = (name: string): string => readFileSync(join(made(), name), 'utf8').trim();

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'callboard-compose-'));
    execFileSync(join(ROOT, 'deploy/make-secrets.sh'), [made()], { stdio: 'pipe' });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are files that make-secrets.sh makes, each used by somebody', () => {
    for (const [name, { file }] of Object.entries(compose.secrets)) {
      expect(file).toBe(`./deploy/secrets/${name}`);
      expect([name, secret(name)]).toEqual([name, expect.stringMatching(/[0-9a-f]{48}/)]);
    }
    const used = new Set(all.flatMap(([, service]) => [...secretTargets(service).keys()]));
    expect([...used].sort()).toEqual(Object.keys(compose.secrets).sort());
  });

  it('are read where they are mounted, and a process is given no other', () => {
    for (const [name, service] of all) {
      const read = Object.entries(service.environment ?? {})
        .filter(([variable]) => variable.endsWith('_FILE'))
        .map(([, value]) => value);
      const mounted = [...secretTargets(service).values()].filter((target) => target.startsWith('/run/'));
      expect([name, mounted.sort()]).toEqual([name, read.sort()]);
    }
  });

  it('let a service into its own schema only: migrate sets the password that stands in its URL', () => {
    for (const service of SERVICES) {
      expect(named('migrate').environment).toHaveProperty(
        `${passwordSetting(service)}_FILE`,
        `/run/secrets/${service}-password`,
      );
      expect(named(service).environment).toHaveProperty(
        'DATABASE_URL_FILE',
        `/run/secrets/${service}-database-url`,
      );
      const url = new URL(secret(`${service}-database-url`));
      expect(url.username).toBe(`callboard_${service}`);
      expect(url.password).toBe(secret(`${service}-password`));
      expect(`${url.host}${url.pathname}`).toBe('postgres:5432/callboard');
    }
  });

  it('let services and the runtime’s own site into the broker, by the passwords that it includes', async () => {
    expect([...secretTargets(named('nats'))]).toEqual([
      ['nats-passwords.conf', '/etc/callboard/passwords.conf'],
    ]);
    mkdirSync(join(folder, 'nats'));
    const server = await startNats(
      await brokerHere(join(folder, 'nats'), join(made(), 'nats-passwords.conf')),
    );
    const inboxPrefix = siteInboxPrefix('nmdc-runtime');
    const logIn = (user: unknown, pass: string) =>
      connect({ servers: server.url, user: String(user), pass, reconnect: false, inboxPrefix });
    try {
      for (const [app, password] of [
        ['jobs', 'nats-services-password'],
        ['api-gateway', 'nats-services-password'],
        ['site-worker', 'nats-runtime-site-password'],
      ] as const)
        await (await logIn(named(app).environment?.NATS_USER, secret(password))).close();
      await expect(logIn('callboard', '$SERVICES_PASSWORD')).rejects.toThrow(/Authorization/i);
    } finally {
      await server.stop();
    }
  });
});
