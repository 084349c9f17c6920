import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SERVICES, type ServiceName } from '@callboard/contracts';
import { z } from 'zod';
import { StackError } from './stack-error';

const secrets = z.object({
  adminPassword: z.string(),
  runtimeClientId: z.string(),
  runtimeClientSecret: z.string(),
  brokerPassword: z.string(),
  /** Broker passwords of sites, by site id. */
  sitePasswords: z.record(z.string(), z.string()),
  databasePasswords: z.record(z.string(), z.string()),
});
export type Secrets = z.infer<typeof secrets>;

/** What a person needs to look around in a running stack: `.callboard/dev.json`, readable by its owner only. */
export interface DevFile {
  gatewayUrl: string;
  natsUrl: string;
  databaseUrl: string;
  adminUsername: string;
  adminPassword: string;
}

export const ADMIN_USERNAME = 'admin';
export const RUNTIME_SITE = 'nmdc-runtime';

/** The folder in which a stack keeps everything: databases, broker, secrets, logs. */
export class DataFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = resolve(path);
  }

  file(...parts: string[]): string {
    return join(this.path, ...parts);
  }

  /** Makes the folder and takes its lock. Throws {@link StackError} when another stack runs on it. */
  open(): void {
    // Not private itself: PostgreSQL, which as root runs under another account, must be able to pass through.
    mkdirSync(this.path, { recursive: true, mode: 0o755 });
    for (const folder of ['logs', 'sites']) mkdirSync(this.file(folder), { recursive: true, mode: 0o700 });
    this.lock();
  }

  /** Lets go of the lock; what is kept stays. */
  close(): void {
    rmSync(this.file('dev.json'), { force: true });
    rmSync(this.file('lock'), { force: true });
  }

  /** The process that runs a stack on this folder. */
  holder(): number | undefined {
    const pid = existsSync(this.file('lock')) ? Number(readFileSync(this.file('lock'), 'utf8')) : NaN;
    return Number.isInteger(pid) && pid > 0 && isAlive(pid) ? pid : undefined;
  }

  /** The secrets of this folder, made at the first start and kept; a service that is new since then gets its own. */
  secrets(): Secrets {
    const file = this.file('secrets.json');
    if (!existsSync(file)) this.writePrivately(file, newSecrets());
    const kept = this.readSecrets(file);
    const missing = SERVICES.filter((service) => kept.databasePasswords[service] === undefined);
    if (missing.length === 0) return kept;
    Object.assign(kept.databasePasswords, passwordsOf(missing));
    this.writePrivately(file, kept);
    return kept;
  }

  addSite(siteId: string): string {
    const kept = this.secrets();
    const password = (kept.sitePasswords[siteId] ??= password24());
    this.writePrivately(this.file('secrets.json'), kept);
    return password;
  }

  /** Writes JSON that only the owner may read, whole or not at all. */
  writePrivately(file: string, content: object): void {
    const draft = `${file}.draft`;
    writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
    chmodSync(draft, 0o600);
    renameSync(draft, file);
  }

  private readSecrets(file: string): Secrets {
    try {
      return secrets.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch {
      throw new StackError(`${file} is damaged: restore it, or remove ${this.path} to start empty`);
    }
  }

  private lock(): void {
    const holder = this.holder();
    if (holder !== undefined && holder !== process.pid)
      throw new StackError(
        `${this.path} is in use by process ${holder}: stop that one, or pass --data with another folder`,
      );
    writeFileSync(this.file('lock'), String(process.pid), { mode: 0o600 });
  }
}

function newSecrets(): Secrets {
  return {
    adminPassword: password24(),
    runtimeClientId: `sys0${randomBytes(8).toString('hex')}`,
    runtimeClientSecret: password24(),
    brokerPassword: password24(),
    sitePasswords: { [RUNTIME_SITE]: password24() },
    databasePasswords: passwordsOf(SERVICES),
  };
}

const passwordsOf = (services: readonly ServiceName[]): Record<string, string> =>
  Object.fromEntries(services.map((service) => [service, password24()]));

/** 144 random bits as 24 characters that need no escape anywhere. */
function password24(): string {
  return randomBytes(18).toString('base64url');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}
