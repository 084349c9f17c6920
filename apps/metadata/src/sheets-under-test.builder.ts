import { randomUUID } from 'node:crypto';
import {
  applyChangesheet,
  type Caller,
  getDocument,
  previewChangesheet,
  rememberPreview,
  stageSheet,
} from '@callboard/contracts';
import { mintId } from '@callboard/kernel';
import { type MetadataUnderTest, RUNTIME } from './metadata-under-test.builder';

export const GATEWAY: Caller = { kind: 'service', service: 'api-gateway' };
const PART_BYTES = 1024 * 1024;

/** Rows of a sheet, without quotes. */
export const sheetOf = (...rows: string[][]): string =>
  [['id', 'action', 'attribute', 'value'], ...rows].map((row) => row.join(',')).join('\n');

/** What is done with changesheets, as the gateway and the runtime's site do it. */
export class SheetsUnderTest {
  constructor(private readonly world: MetadataUnderTest) {}

  async stage(sheet: string | Buffer, caller: Caller = RUNTIME): Promise<string> {
    const sheet_id = randomUUID();
    const bytes = Buffer.from(sheet);
    for (let n = 0; n === 0 || n * PART_BYTES < bytes.length; n += 1) {
      const part = bytes.subarray(n * PART_BYTES, (n + 1) * PART_BYTES).toString('base64');
      await this.world.ask(stageSheet, { sheet_id, n, bytes: part }, caller);
    }
    return sheet_id;
  }

  async preview(sheet: string | Buffer, format: 'csv' | 'tsv' = 'csv') {
    const sheet_id = await this.stage(sheet);
    return this.world.ask(previewChangesheet, { sheet_id, format, tell: 'everything', keep: false });
  }

  /** Previews a sheet and keeps that for an object, as the gateway does for somebody who hands it in. */
  async submit(sheet: string, object_id: string = mintId()): Promise<string> {
    const sheet_id = await this.stage(sheet, GATEWAY);
    await this.world.ask(
      previewChangesheet,
      { sheet_id, format: 'csv', tell: 'errors', keep: true },
      GATEWAY,
    );
    await this.world.ask(rememberPreview, { sheet_id, object_id, asked_by: 'user:ada' }, GATEWAY);
    return object_id;
  }

  /** As the workflow does it: stages, previews, applies. */
  async apply(sheet: string | Buffer, object_id: string = mintId(), operation?: string) {
    const operation_id = operation ?? (await this.world.operation());
    const sheet_id = await this.stage(sheet);
    await this.world.ask(previewChangesheet, { sheet_id, format: 'csv', tell: 'errors', keep: true });
    return this.world.ask(applyChangesheet, { sheet_id, format: 'csv', object_id, operation_id });
  }

  document(id: string) {
    return this.world.ask(getDocument, { id });
  }
}
