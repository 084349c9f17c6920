import { type Caller, demandImporter, type ImportAnswer, type ImportedTrigger } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { TRIGGERS_STORE, type TriggersStore } from './triggers-store';

/** Takes in triggers of another runtime (ADR 24). Refusal: `forbidden` to everybody but the importer. */
@Injectable()
export class ImportTriggers {
  constructor(@Inject(TRIGGERS_STORE) private readonly triggers: TriggersStore) {}

  async execute(triggers: readonly ImportedTrigger[], caller: Caller): Promise<ImportAnswer[]> {
    demandImporter(caller);
    return this.triggers.import(triggers);
  }
}
