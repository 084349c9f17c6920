import {
  type Caller,
  type ChangesheetState,
  createJobs,
  type DrsObjectWithTypes,
  nameOfCaller,
  previewChangesheet,
  rememberPreview,
  ROUTES,
  SHEET_BYTES,
  type StoredObject,
  tagObjects,
  undoChangesheet,
} from '@callboard/contracts';
import { DomainError, Gate } from '@callboard/kernel';
import { RequestClient, type RequestOptions } from '@callboard/messaging';
import {
  mimeTypeOfSheet,
  NO_SHEET_FORMAT,
  type SheetFormat,
  sheetFormatOf,
  stageChangesheet,
} from '@callboard/submission';
import { Controller } from '@nestjs/common';
import { demandAllowed } from '../auth/demand-allowed';
import { onlyItem } from '../lists/batch';
import { fullObjectWithTypes } from '../objects/object.view';
import { PublicAddress } from '../public-address';
import type { Asked } from '../routing/asked';
import { readUpload, type Upload } from '../routing/read-upload';
import { Route } from '../routing/route.decorator';
import { previewReply, type SheetPreview, sheetRefused } from './changesheet-reply';
import { type KeptObject, KeptObjects } from './kept-objects';
import { KeptStream } from './kept-stream';

/** What applies changesheets; the trigger of the type leads to it, and only the runtime's own site runs it (design 7). */
const APPLY = 'apply-changesheet-1.0.0';
const TYPE = 'metadata-changesheet';
const SUBMIT = 'allow:/metadata/changesheets:submit';
/** How long to wait for a preview of a large sheet, in ms. */
const PREVIEWING = { timeoutMs: 60_000 };
const GATEWAY: Caller = { kind: 'service', service: 'api-gateway' };

/** A sheet as it was sent. */
type Sheet = Upload & { readonly format: SheetFormat };
type AskedSheet = Pick<Asked<typeof ROUTES.submitChangesheet>, 'stream' | 'contentType'>;

/** Changesheets (contract 7.6, 7.7). */
@Controller()
export class ChangesheetsController {
  /** Each sheet is held here while it is read. */
  private readonly gate = new Gate(4, {
    waiting: 16,
    refuse: () =>
      new DomainError('overloaded', 'many changesheets are being read here: try again after a while'),
  });

  constructor(
    private readonly requests: RequestClient,
    private readonly objects: KeptObjects,
    private readonly address: PublicAddress,
  ) {}

  /** Open to everybody, so nothing is kept of it. */
  @Route(ROUTES.validateChangesheet)
  validate(asked: Asked<typeof ROUTES.validateChangesheet>) {
    return this.gate.run(async () => {
      const { preview } = await this.previewed(await readSheet(asked), 'validate');
      return previewReply(preview);
    });
  }

  /**
   * What was previewed is remembered before the object gets its type, which makes the trigger fire: a job that applies the
   * sheet finds the versions that its author has seen. Each step can be repeated.
   */
  @Route(ROUTES.submitChangesheet)
  submit(asked: Asked<typeof ROUTES.submitChangesheet>): Promise<DrsObjectWithTypes> {
    const { caller, idempotencyKey: key } = asked;
    demandAllowed(SUBMIT, caller);
    return this.gate.run(async () => {
      const sheet = await readSheet(asked);
      const { sheetId, kept } = await this.previewed(sheet, 'submit');
      const described = {
        name: fileNameOf(sheet),
        mime_type: mimeTypeOfSheet(sheet.format),
        description: `changesheet submitted by ${nameOfCaller(caller)}`,
      };
      const object = await this.objects.of(kept, described, key);
      const remembered = { sheet_id: sheetId, object_id: object.id, asked_by: nameOfCaller(caller) };
      const { state } = await this.requests.request(rememberPreview, remembered, { caller: GATEWAY });
      if (state === 'applied' && !object.isNew) throw appliedAlready(object);
      return fullObjectWithTypes(await this.setOff(object, key), this.address.host);
    });
  }

  @Route(ROUTES.undoChangesheet)
  undo({ params, caller }: Asked<typeof ROUTES.undoChangesheet>): Promise<ChangesheetState> {
    return this.requests.request(undoChangesheet, params, { caller, ...PREVIEWING });
  }

  /** Stages the sheet and has it previewed; its bytes are kept meanwhile if it is handed in. */
  private async previewed(sheet: Sheet, purpose: 'validate' | 'submit') {
    const keep = purpose === 'submit';
    const kept = new KeptStream(once(sheet.bytes), this.asking({ caller: this.objects.runtime }));
    const sheetId = await stageChangesheet(keep ? kept : once(sheet.bytes), this.asking());
    const asked = { sheet_id: sheetId, format: sheet.format, tell: 'everything' as const, keep };
    const preview: SheetPreview = await this.requests.request(previewChangesheet, asked, {
      caller: GATEWAY,
      ...PREVIEWING,
    });
    if (!preview.valid) throw sheetRefused(preview);
    return { sheetId, kept, preview };
  }

  /** Bytes that were handed in before have their type, and their job, already: another job is posted for them. */
  private async setOff({ id, isNew }: KeptObject, key: string | undefined): Promise<StoredObject> {
    const options = { caller: this.objects.runtime };
    if (isNew)
      return onlyItem(
        await this.requests.request(tagObjects, { items: [{ object_id: id, types: [TYPE] }] }, options),
      );
    const jobs = [{ workflow: { id: APPLY }, config: { object_id: id } }];
    onlyItem(
      await this.requests.request(
        createJobs,
        { items: jobs },
        { ...options, idempotencyKey: key && `changesheet/${key}` },
      ),
    );
    return this.objects.get(id);
  }

  private asking(options: RequestOptions = {}): ConstructorParameters<typeof KeptStream>[1] {
    return (contract, input) => this.requests.request(contract, input, { caller: GATEWAY, ...options });
  }
}

async function readSheet({ stream, contentType }: AskedSheet): Promise<Sheet> {
  const upload = await readUpload(stream, contentType, 'uploaded_file', SHEET_BYTES);
  const format = sheetFormatOf(upload.name, upload.contentType);
  if (format !== undefined) return { ...upload, format };
  throw new DomainError('invalid-sheet', `The file is no changesheet: ${NO_SHEET_FORMAT}.`);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Characters that names of objects do not have (contract 7.7). */
const fileNameOf = ({ name, format }: Sheet): string =>
  name.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 200) || `changesheet.${format}`;

const appliedAlready = ({ id }: KeptObject): DomainError =>
  new DomainError(
    'object-exists',
    `This very sheet is applied, as the object ${id}: undo it before you hand it in again, or hand in another one.`,
    { object_id: id },
  );
