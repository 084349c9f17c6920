import { type Caller, type ChangesheetState } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { CHANGESHEETS_STORE, type ChangesheetsStore } from './changesheets-store';
import { SHEETS_STORE, type SheetsStore } from './sheets-store';
import { demandOwn, submissionLost } from './submission-owner';

/** Keeps for an object which versions of documents the preview of its changesheet has seen. */
@Injectable()
export class RememberPreview {
  constructor(
    @Inject(SHEETS_STORE) private readonly sheets: SheetsStore,
    @Inject(CHANGESHEETS_STORE) private readonly changesheets: ChangesheetsStore,
  ) {}

  /** Refusals: `forbidden`, `submission-lost`. */
  async execute(
    sheetId: string,
    objectId: string,
    askedBy: string,
    caller: Caller,
  ): Promise<ChangesheetState> {
    if (caller.kind !== 'service')
      throw new DomainError('forbidden', 'Changesheets are handed in to the gateway, which asks this.');
    const staged = await this.sheets.find(sheetId);
    if (!staged) throw submissionLost(sheetId);
    demandOwn(staged, caller);
    const versions = await this.sheets.versions(sheetId);
    if (!versions)
      throw new DomainError('submission-lost', `The sheet ${sheetId} was not previewed: do so first.`);
    const state = await this.changesheets.remember(objectId, versions, askedBy);
    await this.sheets.remove(sheetId);
    return state;
  }
}
