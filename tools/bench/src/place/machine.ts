import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { closeNats } from '@callboard/messaging';
import { natsOf } from '../site/ask-services';
import type { Bench } from './bench';

/** What the figures were measured on; of servers, what can be asked. */
export interface Machine {
  cpu: string;
  cores: number;
  memoryGb: number;
  node: string;
  nats: string | undefined;
  postgres: string | undefined;
  /** As `git describe` names it; undefined outside of a clone. */
  commit: string | undefined;
}

export async function machineOf(bench: Bench): Promise<Machine> {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    node: process.versions.node,
    nats: await versionOfNats(bench),
    postgres: await versionOfPostgres(bench),
    commit: commit(),
  };
}

export function machineInWords({ cpu, cores, memoryGb, node, nats, postgres, commit }: Machine): string {
  const servers = [nats && `nats-server ${nats}`, postgres && `PostgreSQL ${postgres}`, commit];
  const known = servers.filter((each) => each !== undefined);
  return [`${cores} cores (${cpu})`, `${memoryGb} GB`, `Node ${node}`, ...known].join(', ');
}

async function versionOfNats(bench: Bench): Promise<string | undefined> {
  const nats = await natsOf(bench);
  const version = nats.info?.version;
  await closeNats(nats);
  return version;
}

async function versionOfPostgres({ database }: Bench): Promise<string | undefined> {
  const shown = await database?.query<{ server_version: string }>('show server_version');
  return shown?.rows[0]?.server_version;
}

function commit(): string | undefined {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty', '--abbrev=10'], {
      cwd: __dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}
