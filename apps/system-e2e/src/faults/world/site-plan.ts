import { join } from 'node:path';
import type { ProcessPlan } from '../../../../../tools/dev-stack/src/managed-process';
import { RUNTIME_SITE } from '../../../../../tools/dev-stack/src/data-folder';
import { built } from '../../../../../tools/dev-stack/src/built';
import type { Stack } from '../../../../../tools/dev-stack/src/stack';

/** How a worker of the runtime's own site is started; see fault-site.ts. */
export function sitePlan(name: string, stack: Stack, env: Record<string, string>): ProcessPlan {
  const { runtimeClientId, runtimeClientSecret } = stack.secrets;
  const { user, password } = stack.servers.runtimeSite;
  return {
    name,
    script: built('apps', 'system-e2e', 'src/faults/world/fault-site.js'),
    env: {
      SITE_ID: RUNTIME_SITE,
      SITE_CLIENT_ID: runtimeClientId,
      SITE_CLIENT_SECRET: runtimeClientSecret,
      GATEWAY_URL: stack.gatewayUrl,
      NATS_URL: stack.servers.natsUrl,
      NATS_USER: user,
      NATS_PASSWORD: password,
      ...env,
    },
    logFile: join(stack.folder.file('logs'), `${name}.log`),
  };
}
