import {
  type ImportAnswer,
  type ImportedAllowance,
  type ImportedEntry,
  type ImportedSite,
  type ImportedUser,
  type Site,
  sitesChanged,
} from '@callboard/contracts';
import { currentTraceparent } from '@callboard/messaging';
import { Outbox } from '@callboard/outbox';
import {
  Database,
  type ImportedRecord,
  importOutcomes,
  placed,
  type Transaction,
} from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { ImportsStore } from '../use-cases/imports-store';
import {
  IMPORT_ALLOWANCES,
  IMPORT_CAPABILITIES,
  IMPORT_SITES,
  IMPORT_USERS,
  SITES_TO_TELL,
} from './imports.sql';

/** Accounts of another runtime, each batch in one commit. */
@Injectable()
export class PostgresImportsStore implements ImportsStore {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  capabilities(entries: readonly ImportedEntry[]): Promise<ImportAnswer[]> {
    return this.take(IMPORT_CAPABILITIES, entries);
  }

  users(users: readonly ImportedUser[]): Promise<ImportAnswer[]> {
    return this.take(IMPORT_USERS, users);
  }

  sites(sites: readonly ImportedSite[]): Promise<ImportAnswer[]> {
    return this.database.transaction(async (tx) => {
      const answers = importOutcomes(await tx.query<ImportedRecord>(IMPORT_SITES, [placed(sites)]));
      await this.tell(
        tx,
        sites.flatMap(({ id }, at) => (answers[at]?.outcome === 'taken' ? [id] : [])),
      );
      return answers;
    });
  }

  async allowances(allowances: readonly ImportedAllowance[], who: string): Promise<ImportAnswer[]> {
    const values = [placed(allowances), who];
    return importOutcomes(await this.database.query<ImportedRecord>(IMPORT_ALLOWANCES, values));
  }

  private async take(statement: string, things: readonly object[]): Promise<ImportAnswer[]> {
    return importOutcomes(await this.database.query<ImportedRecord>(statement, [placed(things)]));
  }

  private async tell(tx: Transaction, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const rows = await tx.query<Site & { version: number }>(SITES_TO_TELL, [ids]);
    const traceparent = currentTraceparent();
    this.outbox.append(tx, sitesChanged, { items: rows.map((row) => ({ ...row, traceparent })) });
  }
}
