import type { FindGroup, searchDocuments } from '@callboard/contracts';
import { parseFilter } from '@callboard/document-query';
import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { DocumentTexts } from '../use-cases/documents-store';
import type { FindsStore, Found } from '../use-cases/finds-store';
import { type TextRecord, textsOf } from './document-texts';
import {
  COUNT_PARAMETERS,
  countFound,
  FIND_PARAMETERS,
  foundDocuments,
  GROUPS_PARAMETERS,
  groupsOfFound,
  orderBy,
} from './finds.sql';
import { compileForDocuments } from './way-to-documents';

/** How long a find may take that asks for everything: it may have to be sorted, and is counted. */
const EVERYTHING_MS = 10_000;

@Injectable()
export class PostgresFindsStore implements FindsStore {
  constructor(private readonly database: Database) {}

  async find({
    collections,
    filter,
    sort,
    after,
    skip,
    limit,
  }: z.infer<typeof searchDocuments.input>): Promise<DocumentTexts> {
    const {
      sql,
      values,
      limitMs = EVERYTHING_MS,
      way,
    } = await compileForDocuments(parseFilter(filter), FIND_PARAMETERS, this.database);
    const order = orderBy(sort, FIND_PARAMETERS + values.length + 1, way);
    const parameters = [collections, after ?? null, skip, limit, ...values, ...order.values];
    const statement = foundDocuments(sql, order.sql);
    return textsOf(await this.database.queryWithin<TextRecord>(limitMs, statement, parameters));
  }

  async count({ collections, filter }: Found): Promise<number> {
    const {
      sql,
      values,
      limitMs = EVERYTHING_MS,
      way,
    } = await compileForDocuments(parseFilter(filter), COUNT_PARAMETERS, this.database);
    const statement = countFound(sql, way);
    const parameters = [collections, ...values];
    const [row] = await this.database.queryWithin<{ count: number }>(limitMs, statement, parameters);
    return row?.count ?? 0;
  }

  async groups({ collections, filter }: Found, attribute: string): Promise<FindGroup[]> {
    const {
      sql,
      values,
      limitMs = EVERYTHING_MS,
      way,
    } = await compileForDocuments(parseFilter(filter), GROUPS_PARAMETERS, this.database);
    const statement = groupsOfFound(sql, way);
    const parameters = [collections, jsonPathOf(attribute), ...values];
    return this.database.queryWithin<FindGroup>(limitMs, statement, parameters);
  }
}

/** Members of lists count one by one. */
const jsonPathOf = (attribute: string): string =>
  `lax $${attribute
    .split('.')
    .map((key) => `.${JSON.stringify(key)}`)
    .join('')}[*]`;
