import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES } from '@callboard/contracts';
import { Health, startHealthServer } from '@callboard/service-kit';
import { APPS } from '../../dev-stack/src/process-plans';
import { type ComposeService, composeService, readCompose, ROOT } from './compose-file.builder';

const compose = readCompose();
const named = (name: string): ComposeService => composeService(compose, name);
const all = Object.entries(compose.services);
const processes = [...APPS, 'migrate'].map((name) => [name, named(name)] as const);
const config = readFileSync(join(ROOT, 'deploy/nats-server.conf'), 'utf8');
const source = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** `30s` in milliseconds; the file uses seconds only. */
const milliseconds = (text = ''): number => Number(/^(\d+)s$/.exec(text)?.[1]) * 1000;

describe('docker-compose.yml', () => {
  it('runs every process of the system, and nothing else', () => {
    expect(Object.keys(compose.services).sort()).toEqual(['postgres', 'nats', 'migrate', ...APPS].sort());
  });

  it('runs PostgreSQL 17 and a NATS of 2.10 or newer', () => {
    expect(named('postgres').image).toBe('postgres:17');
    expect(named('nats').image).toMatch(/^nats:2\.1\d/);
  });

  it('can be reached from this machine only, and only where something listens', () => {
    const published = Object.fromEntries(all.flatMap(([name, { ports }]) => (ports ? [[name, ports]] : [])));
    expect(published).toEqual({
      postgres: ['127.0.0.1:5432:5432'],
      nats: ['127.0.0.1:4222:4222'],
      'api-gateway': ['127.0.0.1:8000:8000'],
    });
    expect(config).toContain('listen: "0.0.0.0:4222"');
    expect(named('api-gateway').environment).toMatchObject({ HOST: '0.0.0.0', PORT: 8000 });
    expect(named('site-worker').environment).toMatchObject({ GATEWAY_URL: 'http://api-gateway:8000' });
  });

  it('lets everything be scaled: no fixed names, and ports of the gateway can be a range', () => {
    for (const [, { container_name: name }] of all) expect(name).toBeUndefined();
    const scaled = composeService(readCompose({ GATEWAY_PORTS: '8000-8001' }), 'api-gateway');
    expect(scaled.ports).toEqual(['127.0.0.1:8000-8001:8000']);
  });

  it('starts services on a migrated database, and sites last', () => {
    for (const service of SERVICES)
      expect(named(service).depends_on).toEqual({
        migrate: { condition: 'service_completed_successfully' },
        nats: { condition: 'service_healthy' },
      });
    expect(named('migrate').depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
    expect(named('api-gateway').depends_on).toHaveProperty('sites', { condition: 'service_healthy' });
    expect(named('site-worker').depends_on).toEqual({ 'api-gateway': { condition: 'service_healthy' } });
  });

  it('gives processes longer to end than they take', () => {
    const drain = Number(
      /DRAIN_MS = ([\d_]+);/.exec(source('libs/service-kit/src/stop-request.ts'))?.[1]?.replaceAll('_', ''),
    );
    expect(drain).toBeGreaterThan(0);
    for (const [name, { stop_grace_period: grace }] of processes)
      expect([name, milliseconds(grace) > drain]).toEqual([name, true]);
  });

  it('keeps what runs for long running, in a container that can do little', () => {
    for (const [name, service] of all) {
      expect([name, service.restart]).toEqual([name, name === 'migrate' ? 'no' : 'unless-stopped']);
      expect([name, service.cap_drop, service.security_opt]).toEqual([
        name,
        ['ALL'],
        ['no-new-privileges:true'],
      ]);
      expect([name, service.read_only]).toEqual([name, name === 'postgres' ? undefined : true]);
      if (name !== 'postgres') expect([name, service.cap_add]).toEqual([name, undefined]);
    }
    for (const [name, { init, tmpfs }] of processes)
      expect([name, init, tmpfs]).toEqual([name, true, ['/tmp']]);
  });

  it('lets only what keeps rows reach PostgreSQL', () => {
    const reaching = all.filter(([, { networks }]) => networks?.includes('database')).map(([name]) => name);
    expect(reaching.sort()).toEqual(['postgres', 'migrate', ...SERVICES].sort());
    for (const [, { networks = [] }] of all)
      for (const network of networks) expect(Object.keys(compose.networks)).toContain(network);
  });

  it('takes settings that deploy/README.md tells of, and no others are told of', () => {
    const taken = [...source('docker-compose.yml').matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name);
    const [, , table = ''] = source('deploy/README.md').split(/^## (?:Secrets|Settings)$/m);
    const told = [...(table.split(/^## /m)[0] ?? '').matchAll(/^\| `.*?` +\|/gm)].flatMap(([cell]) =>
      [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name),
    );
    expect(told.sort()).toEqual([...new Set(taken)].sort());
  });

  it('mounts only what is there', () => {
    for (const volume of all.flatMap(([, { volumes = [] }]) => volumes)) {
      const [from = ''] = volume.split(':');
      if (from.startsWith('./')) expect(existsSync(join(ROOT, from))).toBe(true);
      else expect(Object.keys(compose.volumes)).toContain(from);
    }
  });
});

describe('the health checks of docker-compose.yml', () => {
  it('ask each process for what makes it ready, where it answers', async () => {
    const { url, close } = await startHealthServer(new Health(), '127.0.0.1', 0);
    try {
      for (const app of APPS) {
        const { environment = {}, healthcheck } = named(app);
        expect(environment).toMatchObject({ HEALTH_HOST: '0.0.0.0', HEALTH_PORT: 9090 });
        const path = /fetch\('http:\/\/127\.0\.0\.1:9090(\/[a-z/]+)'\)/.exec(
          healthcheck.test?.[3] ?? '',
        )?.[1];
        const reply = await fetch(`${url}${path}`);
        expect([app, await reply.json()]).toEqual([app, expect.objectContaining({ status: 'not-ready' })]);
      }
    } finally {
      await close();
    }
  });

  it('ask the broker where it answers', () => {
    expect(named('nats').healthcheck.test).toContain('http://127.0.0.1:8222/healthz');
    expect(config).toContain('http: "0.0.0.0:8222"');
  });
});
