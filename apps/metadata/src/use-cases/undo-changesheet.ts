import { type Caller, type ChangesheetState, mayDo, nameOfCaller, RIGHTS } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { CHANGESHEETS_STORE, type ChangesheetsStore } from './changesheets-store';
import { RUNTIME_SITE_ID } from './runtime-site';

/** Makes documents what they were before a changesheet was applied. */
@Injectable()
export class UndoChangesheet {
  constructor(
    @Inject(CHANGESHEETS_STORE) private readonly changesheets: ChangesheetsStore,
    @Inject(RUNTIME_SITE_ID) private readonly runtimeSite: string,
  ) {}

  /** Refusals: `forbidden`, `not-found`, `document-changed`. */
  async execute(objectId: string, caller: Caller): Promise<ChangesheetState> {
    if (!mayDo('changesheet-undo', caller, { runtimeSite: this.runtimeSite }))
      throw new DomainError('forbidden', `Who may: ${RIGHTS['changesheet-undo'].words}`);
    const state = await this.changesheets.undo(objectId, nameOfCaller(caller));
    if (state) return state;
    throw new DomainError(
      'not-found',
      `No changesheet was applied from the object ${JSON.stringify(objectId)}.`,
    );
  }
}
