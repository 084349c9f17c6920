import {
  type Caller,
  demandImporter,
  type ImportAnswer,
  type ImportedOperation,
  nameOfCaller,
} from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { importedMetadata, importedState } from '../domain/imported-operation';
import { OPERATION_BYTES } from '../domain/operation-writes';
import { IMPORTS_STORE, type ImportsStore } from './imports-store';

/** Takes in operations of another runtime: open ones with the lease that they had, the others as they ended (ADR 24). */
@Injectable()
export class ImportOperations {
  constructor(@Inject(IMPORTS_STORE) private readonly store: ImportsStore) {}

  /** Refusals: `forbidden` to everybody but the importer; per item `too-large`. */
  async execute(items: readonly ImportedOperation[], caller: Caller): Promise<ImportAnswer[]> {
    demandImporter(caller);
    const fitting = items.filter(fits);
    const operations = fitting.map((item) => ({
      ...item,
      state: importedState(item),
      metadata: importedMetadata(item.metadata),
    }));
    const answers = operations.length === 0 ? [] : await this.store.take(operations, nameOfCaller(caller));
    const byItem = new Map(fitting.map((item, at) => [item, answers[at]]));
    return items.map((item) => byItem.get(item) ?? TOO_LARGE);
  }
}

const fits = (item: ImportedOperation): boolean => Buffer.byteLength(JSON.stringify(item)) <= OPERATION_BYTES;

const TOO_LARGE: ImportAnswer = {
  outcome: 'refused',
  code: 'too-large',
  message: `config, metadata and result take more than ${OPERATION_BYTES} bytes together`,
};
