import { Injectable } from '@nestjs/common';
import type { DatabaseSchema } from '../domain/schema/database-schema';
import type { JsonSchema } from '../domain/schema/json-schema';
import type { CheckedDocument, DocumentToCheck, SchemaValidation } from '../use-cases/schema-validation';
import { SchemaThread } from './schema-thread';

/** Validation in the thread that knows schemas. */
@Injectable()
export class ThreadedValidation implements SchemaValidation {
  constructor(private readonly thread: SchemaThread) {}

  async compile(schema: JsonSchema): Promise<DatabaseSchema> {
    return (await this.thread.ask({ kind: 'compile', schema })) as DatabaseSchema;
  }

  async check(
    digest: string,
    load: () => Promise<JsonSchema>,
    documents: readonly DocumentToCheck[],
  ): Promise<readonly CheckedDocument[]> {
    const task = { kind: 'check', digest, documents } as const;
    return (await this.thread.askWith(digest, load, task)) as readonly CheckedDocument[];
  }
}
