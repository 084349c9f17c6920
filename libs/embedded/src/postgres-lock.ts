import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from './embedded-error';

const lockFile = (dataDir: string): string => join(dataDir, 'postmaster.pid');

function recordedPid(dataDir: string): number | undefined {
  if (!existsSync(lockFile(dataDir))) return undefined;
  const pid = Math.abs(Number.parseInt(readFileSync(lockFile(dataDir), 'utf8'), 10));
  return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}

function looksLikePostgres(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return /postgres/.test(stdout ?? '');
}

/** A postmaster works in its data folder. Where the system does not show that, its command line must do. */
function worksIn(dataDir: string, pid: number): boolean {
  if (process.platform !== 'linux') return looksLikePostgres(pid);
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dataDir);
  } catch (error) {
    return systemCode(error) === 'EACCES' && looksLikePostgres(pid);
  }
}

/** The process id of the server that is running on `dataDir`, if one is. */
export function livePostmaster(dataDir: string): number | undefined {
  const pid = recordedPid(dataDir);
  return pid !== undefined && isAlive(pid) && worksIn(dataDir, pid) ? pid : undefined;
}

/**
 * After a kill -9 the lock names a process that is gone, and PostgreSQL sees that for itself. Where the number
 * has passed to a stranger, or its dead owner was never reaped (containers without an init), it refuses to
 * start. Naming ourselves instead makes it see a stale lock, since a server never takes its parent for a rival;
 * deleting the file would also delete its protection against orphans of the old server still at work.
 */
export function disarmStaleLock(dataDir: string): void {
  const pid = recordedPid(dataDir);
  if (pid === undefined || !isAlive(pid) || worksIn(dataDir, pid)) return;
  const [, ...rest] = readFileSync(lockFile(dataDir), 'utf8').split('\n');
  writeFileSync(lockFile(dataDir), [String(process.pid), ...rest].join('\n'));
}
