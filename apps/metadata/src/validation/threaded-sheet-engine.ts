import { Injectable } from '@nestjs/common';
import type { SheetFormat } from '../domain/changesheet/sheet-format';
import type { JsonSchema } from '../domain/schema/json-schema';
import type { DocumentOutcome, DocumentToChange, SheetContent, SheetEngine } from '../use-cases/sheet-engine';
import { SchemaThread } from './schema-thread';

/** The engine of changesheets, in the thread that knows schemas: a large sheet keeps nobody else waiting. */
@Injectable()
export class ThreadedSheetEngine implements SheetEngine {
  constructor(private readonly thread: SchemaThread) {}

  async read(bytes: Uint8Array, format: SheetFormat): Promise<SheetContent> {
    return (await this.thread.ask({ kind: 'read-sheet', bytes, format })) as SheetContent;
  }

  async change(
    digest: string,
    load: () => Promise<JsonSchema>,
    documents: readonly DocumentToChange[],
    tellBytes: number,
  ): Promise<readonly DocumentOutcome[]> {
    const task = { kind: 'change-documents', digest, documents, tellBytes } as const;
    return (await this.thread.askWith(digest, load, task)) as readonly DocumentOutcome[];
  }
}
