import { SERVICES, type ServiceName } from '@callboard/contracts';
import { type Log, messageOf, silentLog } from '@callboard/kernel';
import { migrate, type MigrationClass, type MigrationReport } from '@callboard/persistence';
import { readSettings, SettingsError } from '@callboard/service-kit';
import { z } from 'zod';

/** Exit codes: all is as it should be; the work failed; wrong arguments or settings (as in sysexits). */
export const EXIT = { done: 0, failed: 1, usage: 64, settings: 78 } as const;

export interface Program {
  /** Names of services; none means all. */
  args: string[];
  env: NodeJS.ProcessEnv;
  migrations: Record<ServiceName, MigrationClass[]>;
  print: (line: string) => void;
  complain: (line: string) => void;
}

/** The program without the process around it: migrates the services asked for and gives the exit code. */
export async function migrateServices({ args, env, migrations, print, complain }: Program): Promise<number> {
  const unknown = args.find((arg) => !isService(arg));
  if (unknown !== undefined) {
    complain(
      `migrate: ${unknown} is no service; name some of ${SERVICES.join(', ')}, or none for all of them`,
    );
    return EXIT.usage;
  }
  const services = args.length === 0 ? [...SERVICES] : args.filter(isService);
  try {
    const settings = readSettings(settingsOf(services), env) as Record<string, string>;
    const reports = await migrate({
      adminUrl: settings.ADMIN_DATABASE_URL ?? '',
      services: services.map((service) => ({
        service,
        migrations: migrations[service],
        password: settings[passwordSetting(service)] ?? '',
      })),
      log: waitingLog(print),
    });
    for (const report of reports) print(inWords(report));
    return EXIT.done;
  } catch (error) {
    return explain(error, env, complain);
  }
}

const isService = (name: string): name is ServiceName => (SERVICES as readonly string[]).includes(name);

export const passwordSetting = (service: ServiceName): string =>
  `CALLBOARD_${service.toUpperCase()}_PASSWORD`;

function settingsOf(services: readonly ServiceName[]): z.ZodObject {
  const url = z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must be a URL such as postgres://admin@127.0.0.1:5432/callboard');
  const passwords = services.map((service) => [passwordSetting(service), z.string()] as const);
  return z.object({ ADMIN_DATABASE_URL: url, ...Object.fromEntries(passwords) });
}

/** What was done is printed at the end, a line a service; meanwhile only that there is something to wait for. */
function waitingLog(print: (line: string) => void): Log {
  return {
    ...silentLog,
    info: (fields, message) => {
      if (!('service' in fields)) print(message);
    },
  };
}

function inWords({ service, ran }: MigrationReport): string {
  return `${service}: ${ran.length === 0 ? 'up to date' : `ran ${ran.join(', ')}`}`;
}

function explain(error: unknown, env: NodeJS.ProcessEnv, complain: (line: string) => void): number {
  if (error instanceof SettingsError) {
    for (const fault of error.faults) complain(`migrate: ${fault}`);
    return EXIT.settings;
  }
  const place = placeOf(env.ADMIN_DATABASE_URL);
  complain(`migrate: ${place}${messageOf(error) || codeOf(error)}`);
  return EXIT.failed;
}

/** Host and name of the database, never its password. */
function placeOf(text: string | undefined): string {
  const url = text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
  return url === undefined ? '' : `${url.host}${url.pathname}: `;
}

/** A refused connection to several addresses has no message of its own. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
