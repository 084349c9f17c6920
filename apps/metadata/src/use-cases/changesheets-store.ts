import type { ChangesheetState } from '@callboard/contracts';
import type { LastPermit } from '@callboard/fencing';
import type { ChangedBy } from './effects-store';
import type { Versions } from './sheets-store';

export const CHANGESHEETS_STORE = Symbol('CHANGESHEETS_STORE');

/** What a changesheet has done. */
export interface SheetEffect {
  /** JSON; null where it is longer than is kept. */
  readonly update_cmd: string | null;
  readonly rows: number;
  readonly documents: number;
  readonly modified: number;
}

/** A sheet that is to be applied, and the versions of its documents that were previewed. */
export interface SheetToApply {
  readonly objectId: string;
  readonly versions: Versions;
  readonly told: Omit<SheetEffect, 'modified'>;
}

/** Changesheets by the object that holds their bytes. */
export interface ChangesheetsStore {
  /** Keeps the versions that were previewed, unless the sheet is applied already. */
  remember(objectId: string, versions: Versions, askedBy: string): Promise<ChangesheetState>;
  /** The versions that were previewed, until they are applied. */
  previewed(objectId: string): Promise<Versions | undefined>;
  /**
   * Makes the staged documents, which are those of the sheet after it was carried out, what stands in their collections;
   * a sheet that is applied already gives what that did. Refusals: `document-changed`, and those of a submission.
   */
  apply(submissionId: string, sheet: SheetToApply, by: ChangedBy, permit: LastPermit): Promise<SheetEffect>;
  /** Undefined when the sheet was never applied. Refusal: `document-changed`. */
  undo(objectId: string, who: string): Promise<ChangesheetState | undefined>;
}
