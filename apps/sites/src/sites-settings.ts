import { readSettings } from '@callboard/service-kit';
import { z } from 'zod';
import type { LoginLimits } from './domain/login-limit';
import type { FirstAccounts } from './use-cases/seed-accounts';

/** What this service reads besides the settings of every service; secrets may come as NAME_FILE. */
const sitesSettings = z.object({
  ADMIN_USERNAME: z.string().max(200).default('admin'),
  ADMIN_PASSWORD: z.string().min(8, 'must have at least 8 characters').max(1000),
  RUNTIME_SITE_ID: z.string().max(200).default('nmdc-runtime'),
  RUNTIME_CLIENT_ID: z
    .string()
    .max(200)
    .regex(/^[^:]*$/, 'must not hold a colon: HTTP Basic ends the id there'),
  RUNTIME_CLIENT_SECRET: z.string().min(8, 'must have at least 8 characters').max(1000),
});

/** @throws SettingsError naming every fault */
export function readFirstAccounts(env: NodeJS.ProcessEnv = process.env): FirstAccounts {
  const settings = readSettings(sitesSettings, env);
  return {
    adminUsername: settings.ADMIN_USERNAME,
    adminPassword: settings.ADMIN_PASSWORD,
    runtimeSiteId: settings.RUNTIME_SITE_ID,
    runtimeClientId: settings.RUNTIME_CLIENT_ID,
    runtimeClientSecret: settings.RUNTIME_CLIENT_SECRET,
  };
}

const limit = z.coerce.number('must be a number').int().min(1).max(1_000_000);

/** How many logins may fail within a minute. */
const loginSettings = z.object({
  MAX_FAILED_LOGINS_PER_NAME: limit.default(10),
  MAX_FAILED_LOGINS_PER_ADDRESS: limit.default(100),
});

/** @throws SettingsError naming every fault */
export function readLoginLimits(env: NodeJS.ProcessEnv = process.env): LoginLimits {
  const settings = readSettings(loginSettings, env);
  return { perName: settings.MAX_FAILED_LOGINS_PER_NAME, perAddress: settings.MAX_FAILED_LOGINS_PER_ADDRESS };
}
