import { type Caller, nameOfCaller, SHEET_BYTES } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { demandOwn, submissionLost } from './submission-owner';
import { SHEETS_STORE, type SheetsStore, type StagedSheet } from './sheets-store';

/** Keeps a part of a changesheet aside. */
@Injectable()
export class StageSheet {
  constructor(@Inject(SHEETS_STORE) private readonly sheets: SheetsStore) {}

  /** Refusals: `forbidden`, `bad-request` for a part out of turn, `submission-lost`, `too-large`. */
  async execute(id: string, n: number, bytes: Uint8Array, caller: Caller): Promise<StagedSheet> {
    const before = n === 0 ? await this.sheets.open(id, nameOfCaller(caller)) : await this.sheets.find(id);
    if (!before) throw submissionLost(id);
    demandOwn(before, caller);
    if (before.parts === n + 1) return before;
    if (before.bytes + bytes.length > SHEET_BYTES)
      throw new DomainError(
        'too-large',
        `A changesheet has at most ${SHEET_BYTES} bytes: cut it into several.`,
      );
    const after = before.parts === n ? await this.sheets.addPart(id, n, bytes) : undefined;
    if (after) return after;
    throw new DomainError(
      'bad-request',
      `This is part ${n}, and ${before.parts} comes next: send one after the other.`,
    );
  }
}
