import { randomUUID } from 'node:crypto';
import { type Caller } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Injectable } from '@nestjs/common';
import type { SheetEffect } from './changesheets-store';
import { errorsOf } from './preview-changesheet';
import type { ActiveSchema } from './schemas-store';
import { type SheetChange, SheetChanges } from './sheet-changes';
import type { SheetAsked } from './sheet-asked';
import type { Versions } from './sheets-store';
import { StageDocuments } from './stage-documents';

/** Most characters of the commands that an operation shows as its result. */
const COMMAND_CHARACTERS = 1024 * 1024;
/** Most documents whose errors a refusal names. */
const MOST_TOLD = 100;

export interface StagedChanges {
  readonly submissionId: string;
  /** Of the documents as they were changed. */
  readonly versions: Versions;
  readonly told: Omit<SheetEffect, 'modified'>;
}

/** Carries a sheet out and stages what becomes of its documents, to be checked and applied like any submission. */
@Injectable()
export class StageChanges {
  constructor(
    private readonly changes: SheetChanges,
    private readonly stageDocuments: StageDocuments,
  ) {}

  /** Refusals: `invalid-sheet`, `invalid-metadata`, `too-large`. */
  async execute(
    { sheetId, format }: SheetAsked,
    schema: ActiveSchema,
    caller: Caller,
  ): Promise<StagedChanges> {
    const sheet = await this.changes.read(sheetId, format);
    const submissionId = randomUUID();
    const commands = new Commands();
    const versions: Record<string, number> = {};
    let [n, place] = [0, 0];
    for await (const batch of this.changes.of(sheet, schema, () => 0)) {
      demandSound(batch);
      for (const { id, version } of batch) versions[id] = version;
      commands.add(batch);
      const items = batch.map(({ collection, after }) => ({ collection, place: place++, document: after }));
      const checked = batch.map((each) => each.checked);
      await this.stageDocuments.execute({ submissionId, n, items, collections: [] }, caller, checked);
      n += 1;
    }
    if (n === 0) await this.stageDocuments.execute({ submissionId, n, items: [], collections: [] }, caller);
    return {
      submissionId,
      versions,
      told: { update_cmd: commands.text, rows: sheet.rows, documents: sheet.documents.length },
    };
  }
}

function demandSound(batch: readonly SheetChange[]): void {
  const wrong = batch.flatMap((each) => {
    const errors = errorsOf(each);
    return errors.length > 0 ? [{ id: each.id, errors }] : [];
  });
  if (wrong.length === 0) return;
  throw new DomainError(
    'invalid-metadata',
    `The changesheet breaks rules of the schema in ${wrong
      .map(({ id }) => id)
      .slice(0, 5)
      .join(', ')}.`,
    {
      validation_errors: wrong.slice(0, MOST_TOLD),
    },
  );
}

/** The commands of all documents as one JSON text, as long as it is not too long. */
class Commands {
  private parts: string[] = [];
  private characters = 2;

  add(batch: readonly SheetChange[]): void {
    for (const { id, collection, updates } of batch) {
      if (this.characters > COMMAND_CHARACTERS) return;
      const part = `${JSON.stringify(id)}:${JSON.stringify({ update: collection, updates })}`;
      this.characters += part.length + 1;
      this.parts.push(part);
    }
  }

  get text(): string | null {
    return this.characters > COMMAND_CHARACTERS ? null : `{${this.parts.join(',')}}`;
  }
}
