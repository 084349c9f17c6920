import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { messageOf } from '@callboard/kernel';
import { Database } from '@callboard/persistence';
import { readSettings, serviceSettings, SettingsError } from '@callboard/service-kit';
import { migrations } from '../../../apps/sites/src/persistence/migrations';
import { PostgresKeyRotationStore } from '../../../apps/sites/src/persistence/postgres-key-rotation-store';
import { type Rotation, RotateSigningKey } from '../../../apps/sites/src/use-cases/rotate-signing-key';

/** Exit codes: all is as it should be; the work failed; wrong arguments or settings (as in sysexits). */
const EXIT = { done: 0, failed: 1, usage: 64, settings: 78 } as const;

/** Gateways allow others to keep the published keys for a minute (`GET /.well-known/jwks.json`). */
const PUBLISH_S = 60;
const LONGEST_PUBLISH_S = 3_600;
/** The database of a running service answers; nobody waits long for one that does not. */
const DATABASE_WAIT_MS = 5_000;

export interface Program {
  args: string[];
  env: NodeJS.ProcessEnv;
  print: (line: string) => void;
  complain: (line: string) => void;
}

/** The program without the process around it: replaces the key that signs access tokens, and gives the exit code. */
export async function rotateKeys({ args, env, print, complain }: Program): Promise<number> {
  let rotation: Rotation;
  try {
    rotation = readArguments(args);
  } catch (error) {
    complain(`rotate-keys: ${messageOf(error)}`);
    return EXIT.usage;
  }
  try {
    const { DATABASE_URL: url } = readSettings(serviceSettings.pick({ DATABASE_URL: true }), env);
    await rotate(url, rotation, print);
    return EXIT.done;
  } catch (error) {
    const lines = error instanceof SettingsError ? error.faults : [messageOf(error)];
    for (const line of lines) complain(`rotate-keys: ${line}`);
    return error instanceof SettingsError ? EXIT.settings : EXIT.failed;
  }
}

function readArguments(args: string[]): Rotation {
  const { values } = parseArgs({
    args,
    options: { compromised: { type: 'boolean', default: false }, 'publish-seconds': { type: 'string' } },
  });
  const seconds = Number(values['publish-seconds'] ?? PUBLISH_S);
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > LONGEST_PUBLISH_S)
    throw new Error(
      `--publish-seconds takes a whole number from 0 to ${LONGEST_PUBLISH_S}, not "${values['publish-seconds']}"`,
    );
  return { publishMs: seconds * 1000, compromised: values.compromised };
}

async function rotate(url: string, rotation: Rotation, print: (line: string) => void): Promise<void> {
  const database = await Database.open({
    url,
    service: 'sites',
    migrations,
    poolSize: 1,
    waitMs: DATABASE_WAIT_MS,
  });
  try {
    const keys = new PostgresKeyRotationStore(database);
    await new RotateSigningKey(keys, (ms) => delay(ms), print).execute(rotation);
  } finally {
    await database.close();
  }
}
