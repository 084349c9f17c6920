import { cpus, totalmem } from 'node:os';
import type { Client } from 'pg';

/** What the figures were measured on. */
export interface Machine {
  cpu: string;
  cores: number;
  memoryGb: number;
  node: string;
  postgres?: string;
}

export async function machineOf(database: Client | undefined): Promise<Machine> {
  const shown = await database?.query<{ server_version: string }>('show server_version');
  const version = shown?.rows[0]?.server_version;
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    node: process.versions.node,
    ...(version === undefined ? {} : { postgres: version }),
  };
}

export const machineInWords = ({ cpu, cores, memoryGb, node, postgres }: Machine): string =>
  `${cores} cores (${cpu}), ${memoryGb} GB, Node ${node}${postgres === undefined ? '' : `, PostgreSQL ${postgres}`}`;
