import type { SiteSettings } from '@callboard/site-kit';
import type { Client } from 'pg';
import type { Named } from './process-table';

/** A Callboard that is measured, and what of it can be reached. */
export interface Bench {
  readonly gatewayUrl: string;
  /** The broker, with the login of the services. */
  readonly natsUrl: string;
  /** The site that does the work. */
  readonly site: SiteSettings;
  readonly admin: { readonly username: string; readonly password: string };
  /** As its administrator; undefined where none was named: then what looks into it is left out. */
  readonly database: Client | undefined;
  readonly databaseUrl: string | undefined;
  /** Folder of the services' logs, where they are on this machine. */
  readonly logs: string | undefined;
  /** Whose CPU time is told; none of a Callboard that runs elsewhere. */
  processes(): Named[];
  /** How many of `usual` a scenario does: fewer when a test asks for a small run. */
  readonly count: (usual: number) => number;
  /** Says how far a scenario has come. */
  readonly say: (line: string) => void;
}

/** The connection to the database, for scenarios that were chosen because there is one. */
export function databaseOf({ database }: Bench): Client {
  if (database === undefined)
    throw new Error('this scenario looks into the database: name it with --database');
  return database;
}
