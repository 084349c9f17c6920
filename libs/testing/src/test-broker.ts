import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SITE_EXPORTS, sitePermissions } from '@callboard/contracts';
import { brokerConfig, EmbeddedError, type EmbeddedNats, freePort, startNats } from '@callboard/embedded';
import { testFolder } from './test-folder';

/** A login at the broker, as `NatsSettings` of messaging. */
export interface TestLogin {
  url: string;
  user: string;
  password: string;
}

export interface TestBrokerOptions {
  /** Ids of the sites that may log in. Default: none. */
  sites?: string[];
}

export interface TestBroker {
  url: string;
  /** The login of services (account APP). */
  service: TestLogin;
  /** The login of one of the sites named at the start (account SITES). */
  site(siteId: string): TestLogin;
  /** Stops the server and starts it on the same port; JetStream keeps its data. Also starts one that was killed. */
  restart(): Promise<void>;
  /** SIGKILL; `restart` brings it back. */
  kill(): Promise<void>;
  /** SIGKILL, deletes the data folder, starts on the same port: everything that NATS knew is lost. */
  wipeAndRestart(): Promise<void>;
  /** Stops the server and deletes its folder. */
  stop(): Promise<void>;
}

const PORT_TRIES = 5;
const SERVICE_USER = 'callboard';

/** Starts a nats-server of its own, with the two accounts of site-identity 1. */
export async function testBroker(options: TestBrokerOptions = {}): Promise<TestBroker> {
  const folder = testFolder('nats');
  const password = randomBytes(12).toString('hex');
  const sites = options.sites ?? [];
  const started = await startOnFreePort(folder, password, sites);
  const { port, url } = started;
  const config = configOf(port, folder, password, sites);
  let server = started;
  const start = async (): Promise<void> => {
    server = await startNats({ port, config, dir: folder });
  };
  return {
    url,
    service: { url, user: SERVICE_USER, password },
    site: (siteId) => {
      if (!sites.includes(siteId)) throw new Error(`the test broker was started without the site ${siteId}`);
      return { url, user: siteId, password };
    },
    restart: () => server.stop().then(start),
    kill: () => server.kill(),
    wipeAndRestart: async () => {
      await server.kill();
      await rm(dataOf(folder), { recursive: true, force: true });
      await start();
    },
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const dataOf = (folder: string): string => join(folder, 'jetstream-data');

/** Somebody else may take a port between its finding and its use. */
async function startOnFreePort(folder: string, password: string, sites: string[]): Promise<EmbeddedNats> {
  for (let tries = 1; ; tries += 1) {
    const port = await freePort();
    try {
      return await startNats({ port, config: configOf(port, folder, password, sites), dir: folder });
    } catch (error) {
      const taken = error instanceof EmbeddedError && error.code === 'port-taken';
      if (!taken || tries === PORT_TRIES) throw error;
    }
  }
}

function configOf(port: number, folder: string, password: string, sites: string[]): string {
  return brokerConfig({
    port,
    storeDir: dataOf(folder),
    services: [{ user: SERVICE_USER, password }],
    sites: sites.map((site) => ({ user: site, password, ...sitePermissions(site) })),
    exports: SITE_EXPORTS,
  });
}
