import { readFileSync } from 'node:fs';
import { messageOf } from '@callboard/kernel';
import { z } from 'zod';
import { retentionSettings } from './retention';

/** Settings that cannot be used: every fault, one line each, without any value that might be a secret. */
export class SettingsError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`the settings cannot be used: ${faults.join('; ')}`);
    this.name = 'SettingsError';
  }
}

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** What every process needs. */
export const processSettings = z.object({
  /** Servers of the broker, separated by commas. */
  NATS_URL: z.string().regex(/^(nats|tls|ws|wss):\/\//, 'must be a URL such as nats://127.0.0.1:4222'),
  NATS_USER: z.string().optional(),
  NATS_PASSWORD: z.string().optional(),
  /** Port of health and metrics; 0 takes any free one. */
  HEALTH_PORT: z.coerce.number('must be a port number').int().min(0).max(65_535).default(0),
  HEALTH_HOST: z.string().default('127.0.0.1'),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
});
export type ProcessSettings = z.infer<typeof processSettings>;

const WAITING = 'must be a whole number from 100 to 100000000';

/** What every service needs: it owns a schema. */
export const serviceSettings = processSettings.extend({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must be a URL such as postgres://user@127.0.0.1:5432/db'),
  /** Whose administrators look after the runtime itself. */
  RUNTIME_SITE_ID: z.string().min(1).max(200).default('nmdc-runtime'),
  /** Events that may wait to be sent; more slow down whoever makes them. As many again are for what ends work. */
  OUTBOX_MOST_WAITING: z.coerce
    .number(WAITING)
    .int(WAITING)
    .min(100, WAITING)
    .max(100_000_000, WAITING)
    .default(100_000),
  ...retentionSettings.shape,
});
export type ServiceSettings = z.infer<typeof serviceSettings>;

/**
 * Reads settings from the environment: the members of `schema` are the names of variables. A secret may be given as
 * `NAME_FILE`, the path of a file that holds it. An empty variable counts as missing.
 *
 * @throws SettingsError naming every fault at once
 */
export function readSettings<S extends z.ZodObject>(
  schema: S,
  env: NodeJS.ProcessEnv = process.env,
): z.infer<S> {
  const faults: string[] = [];
  const given: Record<string, string> = {};
  for (const name of Object.keys(schema.shape)) {
    const value = valueOf(name, env, faults);
    if (value !== undefined) given[name] = value;
  }
  const parsed = schema.safeParse(given);
  if (parsed.success && faults.length === 0) return parsed.data;
  throw new SettingsError([
    ...faults,
    ...(parsed.error?.issues ?? []).flatMap((issue) => faultOf(issue, given, faults)),
  ]);
}

function valueOf(name: string, env: NodeJS.ProcessEnv, faults: string[]): string | undefined {
  const value = env[name] || undefined;
  const file = env[`${name}_FILE`] || undefined;
  if (file === undefined) return value;
  if (value !== undefined) {
    faults.push(`${name} and ${name}_FILE are both set: keep one of them`);
    return undefined;
  }
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '') || undefined;
  } catch (error) {
    faults.push(`${name}_FILE cannot be read: ${messageOf(error)}`);
    return undefined;
  }
}

function faultOf(issue: z.core.$ZodIssue, given: Record<string, string>, known: readonly string[]): string[] {
  const name = issue.path.join('.');
  if (known.some((fault) => fault.startsWith(`${name} `) || fault.startsWith(`${name}_FILE `))) return [];
  if (given[name] === undefined) return [`${name} is missing: set ${name} or ${name}_FILE`];
  return [`${name} ${issue.message}`];
}
