import { readFileSync } from 'node:fs';
import { messageOf } from '@callboard/kernel';
import { z } from 'zod';

const settings = z.object({
  siteId: z.string().min(1),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  gatewayUrl: z.url(),
  natsUrl: z.string().min(1),
  natsUser: z.string().min(1),
  natsPassword: z.string().min(1),
});

/** Who a site is and where it finds Callboard. `npm run add-site` writes this as a file. */
export type SiteSettings = z.infer<typeof settings>;

/**
 * Reads the settings of a site: from the JSON file that CALLBOARD_SITE_FILE names, else from SITE_ID, SITE_CLIENT_ID,
 * SITE_CLIENT_SECRET, GATEWAY_URL, NATS_URL, NATS_USER and NATS_PASSWORD. Any of them may also be given as
 * `<NAME>_FILE`, the path of a file that holds it. Throws one line that names every fault.
 */
export function readSiteSettings(env: NodeJS.ProcessEnv = process.env): SiteSettings {
  const file = env.CALLBOARD_SITE_FILE;
  const found = file ? readSiteFile(file) : readVariables(env);
  const parsed = settings.safeParse(found);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new Error(`the settings of the site are not complete (${file ?? 'environment'}): ${faults}`);
}

function readSiteFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (thrown) {
    throw new Error(
      `CALLBOARD_SITE_FILE cannot be read; write one with: npm run add-site -- NAME (${messageOf(thrown)})`,
    );
  }
}

function readVariables(env: NodeJS.ProcessEnv): Record<keyof SiteSettings, string | undefined> {
  const read = (name: string): string | undefined => {
    const path = env[`${name}_FILE`];
    return env[name] ?? (path ? readFileSync(path, 'utf8').trim() : undefined);
  };
  return {
    siteId: read('SITE_ID'),
    clientId: read('SITE_CLIENT_ID'),
    clientSecret: read('SITE_CLIENT_SECRET'),
    gatewayUrl: read('GATEWAY_URL'),
    natsUrl: read('NATS_URL'),
    natsUser: read('NATS_USER'),
    natsPassword: read('NATS_PASSWORD'),
  };
}
