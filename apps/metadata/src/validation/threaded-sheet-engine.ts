import { DomainError, Gate } from '@callboard/kernel';
import { Injectable } from '@nestjs/common';
import type { SheetFormat } from '../domain/changesheet/sheet-format';
import type { JsonSchema } from '../domain/schema/json-schema';
import type { DocumentOutcome, DocumentToChange, SheetContent, SheetEngine } from '../use-cases/sheet-engine';
import { SchemaThread } from './schema-thread';

/** The engine of changesheets, in the thread that knows schemas: a large sheet keeps nobody else waiting. */
@Injectable()
export class ThreadedSheetEngine implements SheetEngine {
  /** One at a time, so that a crowd of large sheets neither keeps the thread from others nor waits in it until it is late. */
  private readonly gate = new Gate(1, {
    waiting: 100,
    refuse: () => new DomainError('overloaded', 'many changesheets wait to be read: try again after a while'),
  });

  constructor(private readonly thread: SchemaThread) {}

  async read(bytes: Uint8Array, format: SheetFormat): Promise<SheetContent> {
    const task = { kind: 'read-sheet', bytes, format } as const;
    return (await this.gate.run(() => this.thread.ask(task))) as SheetContent;
  }

  async change(
    digest: string,
    load: () => Promise<JsonSchema>,
    documents: readonly DocumentToChange[],
    tellBytes: number,
  ): Promise<readonly DocumentOutcome[]> {
    const task = { kind: 'change-documents', digest, documents, tellBytes } as const;
    const outcomes = await this.gate.run(() => this.thread.askWith(digest, load, task));
    return outcomes as readonly DocumentOutcome[];
  }
}
