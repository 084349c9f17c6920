import { type Caller, demandImporter, type ImportAnswer, type ImportedWorkflow } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { IMPORTS_STORE, type ImportsStore } from './imports-store';

/** Takes in workflows of another runtime. Refusal: `forbidden` to everybody but the importer. */
@Injectable()
export class ImportWorkflows {
  constructor(@Inject(IMPORTS_STORE) private readonly store: ImportsStore) {}

  async execute(workflows: readonly ImportedWorkflow[], caller: Caller): Promise<ImportAnswer[]> {
    demandImporter(caller);
    return this.store.workflows(workflows);
  }
}
