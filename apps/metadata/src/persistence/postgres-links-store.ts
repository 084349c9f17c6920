import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { LinkingDocument } from '../domain/links/direction';
import type { LinksStore } from '../use-cases/links-store';
import { FIND_LINKING, NAMING } from './links.sql';

@Injectable()
export class PostgresLinksStore implements LinksStore {
  constructor(private readonly database: Database) {}

  find(ids: readonly string[], slots: readonly string[]): Promise<LinkingDocument[]> {
    return this.database.query<LinkingDocument>(FIND_LINKING, [ids, slots]);
  }

  naming(ids: readonly string[], slots: readonly string[], limit: number): Promise<LinkingDocument[]> {
    return this.database.query<LinkingDocument>(NAMING, [ids, slots, limit]);
  }
}
