import { type Caller, mayDo, nameOfCaller } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { ActiveSchemaReader } from './active-schema';
import type { UnderOperation } from './apply-submission';
import { CHANGESHEETS_STORE, type ChangesheetsStore, type SheetEffect } from './changesheets-store';
import { DATED_COLLECTIONS } from './dated-collections';
import { documentChanged } from '../domain/document-changed';
import { EFFECTS_STORE, type EffectsStore } from './effects-store';
import { RUNTIME_SITE_ID } from './runtime-site';
import type { SheetAsked } from './sheet-asked';
import { SHEETS_STORE, type SheetsStore, type Versions } from './sheets-store';
import { StageChanges } from './stage-changes';
import { demandOwn, submissionLost } from './submission-owner';

/** Changes documents as a sheet says, if they are what its preview has seen; once for each object until it is undone. */
@Injectable()
export class ApplyChangesheet {
  constructor(
    @Inject(SHEETS_STORE) private readonly sheets: SheetsStore,
    @Inject(CHANGESHEETS_STORE) private readonly changesheets: ChangesheetsStore,
    @Inject(EFFECTS_STORE) private readonly effects: EffectsStore,
    private readonly stageChanges: StageChanges,
    private readonly active: ActiveSchemaReader,
    @Inject(RUNTIME_SITE_ID) private readonly runtimeSite: string,
  ) {}

  /** Refusals: those of the contract. */
  async execute(asked: SheetAsked, caller: Caller, under: UnderOperation): Promise<SheetEffect> {
    if (!mayDo('runtime-site', caller, { runtimeSite: this.runtimeSite }))
      throw new DomainError('forbidden', "Only the runtime's own site applies changesheets.");
    // Before anything is done a short look tells a dead operation, and whether another attempt has done it all.
    const { jobId, result } = await under((permit) => this.effects.effectOf<SheetEffect>(permit));
    if (result) return result;
    const previewed = await this.previewedVersions(asked, caller);
    const schema = await this.active.read();
    const { submissionId, versions, told } = await this.stageChanges.execute(asked, schema, caller);
    const changed = Object.keys(versions).filter((id) => versions[id] !== previewed[id]);
    if (changed.length > 0) throw documentChanged(changed, previewed, versions);
    const by = {
      who: nameOfCaller(caller),
      operationId: asked.operationId,
      jobId,
      schemaVersion: schema.version,
    };
    const effect = await under((permit) =>
      this.changesheets.apply(
        submissionId,
        { objectId: asked.objectId, versions, told },
        { ...by, datedCollections: DATED_COLLECTIONS },
        permit,
      ),
    );
    await this.sheets.remove(asked.sheetId);
    return effect;
  }

  /** What was previewed when the sheet was handed in, or else lately, by whoever applies it. */
  private async previewedVersions({ sheetId, objectId }: SheetAsked, caller: Caller): Promise<Versions> {
    const staged = await this.sheets.find(sheetId);
    if (!staged) throw submissionLost(sheetId);
    demandOwn(staged, caller);
    const previewed = (await this.changesheets.previewed(objectId)) ?? (await this.sheets.versions(sheetId));
    if (previewed) return previewed;
    throw new DomainError(
      'bad-request',
      `The sheet ${sheetId} was not previewed: preview it, then apply it.`,
    );
  }
}
