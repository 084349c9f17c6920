import { join } from 'node:path';
import { SERVICES } from '@callboard/contracts';
import { built } from './built';
import { ADMIN_USERNAME, RUNTIME_SITE, type Secrets } from './data-folder';
import type { ProcessPlan } from './managed-process';
import type { Servers } from './servers';
import { StackError } from './stack-error';

/** Everything that runs beside PostgreSQL and NATS, in the order in which it is started. */
export const APPS = [...SERVICES, 'api-gateway', 'site-worker'] as const;
export type AppName = (typeof APPS)[number];

export interface Surroundings {
  servers: Servers;
  gatewayPort: number;
  /** Ports of gateways beyond the first. */
  furtherGatewayPorts: number[];
  gatewayUrl: string;
  filesFolder: string | undefined;
  logs: string;
  secrets: Secrets;
  scale: Partial<Record<AppName, number>>;
  /** Settings of an app beyond those, or instead of them. */
  environment: Partial<Record<AppName, Record<string, string>>>;
}

/** One plan for each process, scaled apps with several. */
export function planProcesses(around: Surroundings): ProcessPlan[] {
  return APPS.flatMap((app) =>
    Array.from({ length: around.scale[app] ?? 1 }, (_, at) => ({
      name: at === 0 ? app : `${app}-${at + 1}`,
      script: built('apps', app, 'src/main.js'),
      env: { ...environmentOf(app, at, around), ...around.environment[app] },
      logFile: join(around.logs, `${at === 0 ? app : `${app}-${at + 1}`}.log`),
    })),
  );
}

function environmentOf(app: AppName, at: number, around: Surroundings): Record<string, string> {
  const shared = { NATS_URL: around.servers.natsUrl, HEALTH_PORT: '0', RUNTIME_SITE_ID: RUNTIME_SITE };
  if (app === 'site-worker') return { ...shared, ...workerEnvironment(around) };
  const { user, password } = around.servers.services;
  const service = { ...shared, NATS_USER: user, NATS_PASSWORD: password };
  if (app === 'api-gateway') return { ...service, ...gatewayEnvironment(at, around) };
  const stored = { ...service, DATABASE_URL: around.servers.databaseUrl(app) };
  return app === 'sites' ? { ...stored, ...bootEnvironment(around.secrets) } : stored;
}

function gatewayEnvironment(at: number, around: Surroundings): Record<string, string> {
  const port = at === 0 ? around.gatewayPort : around.furtherGatewayPorts[at - 1];
  return { HOST: '127.0.0.1', PORT: String(port), PUBLIC_URL: around.gatewayUrl, ...objectStore() };
}

/** Settings of the object store, which only the gateway may know: it holds the secret. */
function objectStore(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      name.startsWith('OBJECT_STORE_') && value ? [[name, value]] : [],
    ),
  );
}

function bootEnvironment(secrets: Secrets): Record<string, string> {
  return {
    ADMIN_USERNAME,
    ADMIN_PASSWORD: secrets.adminPassword,
    RUNTIME_CLIENT_ID: secrets.runtimeClientId,
    RUNTIME_CLIENT_SECRET: secrets.runtimeClientSecret,
  };
}

function workerEnvironment(around: Surroundings): Record<string, string> {
  return {
    SITE_ID: RUNTIME_SITE,
    SITE_CLIENT_ID: around.secrets.runtimeClientId,
    SITE_CLIENT_SECRET: around.secrets.runtimeClientSecret,
    GATEWAY_URL: around.gatewayUrl,
    NATS_USER: around.servers.runtimeSite.user,
    NATS_PASSWORD: around.servers.runtimeSite.password,
    ...(around.filesFolder ? { FILE_OBJECTS_FOLDER: around.filesFolder } : {}),
  };
}

/** Reads `jobs=2,api-gateway=2`. Throws {@link StackError} that names what is wrong and what would be right. */
export function readScale(text: string): Partial<Record<AppName, number>> {
  const scale: Partial<Record<AppName, number>> = {};
  for (const part of text.split(',').filter((each) => each.trim() !== '')) {
    const [name = '', count = ''] = part.split('=').map((side) => side.trim());
    const app = APPS.find((each) => each === name);
    if (!app || !/^[1-9]\d?$/.test(count))
      throw new StackError(
        `--scale takes pairs such as jobs=2,api-gateway=2, not "${part}"; there are ${APPS.join(', ')}`,
      );
    scale[app] = Number(count);
  }
  return scale;
}
