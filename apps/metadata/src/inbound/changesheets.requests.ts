import {
  applyChangesheet,
  previewChangesheet,
  rememberPreview,
  stageSheet,
  undoChangesheet,
} from '@callboard/contracts';
import { OperationFence } from '@callboard/fencing';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { ApplyChangesheet } from '../use-cases/apply-changesheet';
import { PreviewChangesheet } from '../use-cases/preview-changesheet';
import { RememberPreview } from '../use-cases/remember-preview';
import { StageSheet } from '../use-cases/stage-sheet';
import { UndoChangesheet } from '../use-cases/undo-changesheet';

type InputOf<C extends { input: z.ZodType }> = z.infer<C['input']>;
type OutputOf<C extends { output: z.ZodType }> = Promise<z.infer<C['output']>>;

/** Changesheets: staged, previewed, applied, undone. Staging and previews are open to everybody (contract 2.7). */
@Controller()
export class ChangesheetsRequests {
  constructor(
    private readonly stageSheet: StageSheet,
    private readonly previewChangesheet: PreviewChangesheet,
    private readonly rememberPreview: RememberPreview,
    private readonly applyChangesheet: ApplyChangesheet,
    private readonly undoChangesheet: UndoChangesheet,
    private readonly fence: OperationFence,
  ) {}

  @OnRequest(stageSheet)
  async stage(
    { sheet_id: id, n, bytes }: InputOf<typeof stageSheet>,
    { caller }: RequestContext,
  ): OutputOf<typeof stageSheet> {
    const staged = await this.stageSheet.execute(id, n, Buffer.from(bytes, 'base64'), caller);
    return { received_bytes: staged.bytes };
  }

  @OnRequest(previewChangesheet)
  async preview(
    { sheet_id: sheetId, ...wishes }: InputOf<typeof previewChangesheet>,
    { caller }: RequestContext,
  ): OutputOf<typeof previewChangesheet> {
    const { leftOut, ...preview } = await this.previewChangesheet.execute(sheetId, wishes, caller);
    return { ...preview, left_out: leftOut };
  }

  @OnRequest(rememberPreview)
  remember(
    { sheet_id: id, object_id: objectId, asked_by: askedBy }: InputOf<typeof rememberPreview>,
    { caller }: RequestContext,
  ): OutputOf<typeof rememberPreview> {
    return this.rememberPreview.execute(id, objectId, askedBy, caller);
  }

  @OnRequest(applyChangesheet)
  apply(
    asked: InputOf<typeof applyChangesheet>,
    { caller }: RequestContext,
  ): OutputOf<typeof applyChangesheet> {
    const { sheet_id: sheetId, object_id: objectId, operation_id: operationId, format } = asked;
    return this.applyChangesheet.execute({ sheetId, objectId, operationId, format }, caller, (work) =>
      this.fence.lastly(operationId, caller, work),
    );
  }

  @OnRequest(undoChangesheet)
  undo(
    { object_id: id }: InputOf<typeof undoChangesheet>,
    { caller }: RequestContext,
  ): OutputOf<typeof undoChangesheet> {
    return this.undoChangesheet.execute(id, caller);
  }
}
