import {
  accepted,
  appendContent,
  createJobs,
  type Job,
  previewChangesheet,
  refused,
  registerObjects,
  rememberPreview,
  ROUTES,
  stageSheet,
  tagObjects,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { type GatewayUnderTest, startGatewayUnderTest } from '../../test/gateway-under-test.builder';
import { answerAsUsual, OBJECT_ID, objectDocument, storedObject } from '../../test/stand-in-answers.fake';

const SHEET = 'id,action,attribute,value\nnmdc:bsm-11-k3v9m258,update,ph,7.2\n';
const RUNTIME = expect.objectContaining({ kind: 'site', siteId: 'nmdc-runtime' }) as unknown;

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await startGatewayUnderTest();
});
afterAll(async () => {
  expect(gateway.services.faults).toEqual([]);
  await gateway.stop();
});
beforeEach(() => answerAsUsual(gateway.services, [gateway.key.jwk]));

interface Sent {
  field?: string;
  name?: string;
  type?: string;
  as?: 'ada' | 'eve';
}
const send = (
  verb: 'validate' | 'submit',
  sheet: string | Blob,
  { field = 'uploaded_file', name = 'my changes.csv', type = 'text/csv', as }: Sent = {},
) => {
  const form = new FormData();
  form.append('note', 'passed over');
  form.append(field, new Blob([sheet], { type }), name);
  return fetch(`${gateway.url}/metadata/changesheets:${verb}`, {
    method: 'POST',
    body: form,
    headers: as ? { authorization: `Bearer ${gateway.tokens[as]}` } : {},
  });
};
const said = async (response: Response) => [response.status, (await response.json()) as unknown];

describe('POST /metadata/changesheets:validate', () => {
  it('passes the bytes on as they were sent, and tells what the preview says', async () => {
    const staged: string[] = [];
    const formats: string[] = [];
    gateway.services.answer(stageSheet, ({ bytes }) => {
      staged.push(Buffer.from(bytes, 'base64').toString());
      return { received_bytes: 1 };
    });
    const { example } = ROUTES.validateChangesheet;
    gateway.services.answer(previewChangesheet, ({ format, keep }) => {
      formats.push(`${format} ${keep}`);
      return { valid: true, rows: 5, documents: 3, results: [], changes: [], left_out: 3 };
    });
    expect(await said(await send('validate', SHEET))).toEqual([
      200,
      {
        ...(example.reply as object),
        update_cmd: {},
        inspection_info: { mdb_name: 'scratch copies', results_of_copy: {} },
        results_of_updates: [],
        rows: [],
        left_out: { documents: 3, rows: 5 },
      },
    ]);
    expect([staged, formats]).toEqual([[SHEET], ['csv false']]);
  });

  it.each([
    ['a name', { name: 'x.TSV', type: 'text/csv' }, 'tsv'],
    ['a type', { name: 'x.txt', type: 'text/tab-separated-values; charset=utf-8' }, 'tsv'],
    ['a name against its type', { name: 'x.csv', type: 'application/octet-stream' }, 'csv'],
  ])('tells the format by %s', async (_, sent, format) => {
    const formats: string[] = [];
    gateway.services.answer(previewChangesheet, (asked) => {
      formats.push(asked.format);
      return { valid: true, rows: 0, documents: 0, results: [], changes: [], left_out: 0 };
    });
    expect((await send('validate', SHEET, sent)).status).toBe(200);
    expect(formats).toEqual([format]);
  });

  it('tells what is wrong with documents as lists, and with the sheet by row and column', async () => {
    const updates = [{ q: {}, u: {} }];
    const wrong = {
      id: 'nmdc:x',
      collection: 'study_set',
      updates,
      doc_before: {},
      doc_after: {},
      validation_errors: ['bad'],
    };
    gateway.services.answer(previewChangesheet, () => ({
      valid: false,
      rows: 2,
      documents: 2,
      results: [{ ...wrong, id: 'nmdc:y', validation_errors: [] }, wrong],
      changes: [],
      left_out: 0,
    }));
    expect(await said(await send('validate', SHEET))).toMatchObject([
      422,
      {
        detail: { update_cmd: { 'nmdc:x': { update: 'study_set', updates } }, validation_errors: [['bad']] },
        code: 'invalid-metadata',
      },
    ]);
    gateway.services.answer(previewChangesheet, () => {
      throw new DomainError('invalid-sheet', 'In row 2: no', { row: 2, column: 'action' });
    });
    expect(await said(await send('validate', SHEET))).toEqual([
      400,
      { detail: 'In row 2: no', code: 'invalid-sheet', details: { row: 2, column: 'action' } },
    ]);
  });
});

describe('a body that is no sheet', () => {
  const post = (body: string, contentType?: string) =>
    fetch(`${gateway.url}/metadata/changesheets:validate`, {
      method: 'POST',
      body,
      headers: contentType === undefined ? {} : { 'content-type': contentType },
    });

  it.each([
    ['JSON', '{}', 'application/json'],
    ['nothing', '', 'multipart/form-data; boundary=x'],
    ['no label', SHEET, undefined],
  ])('%s is 422 or 400, and names the field', async (_, body, label) => {
    const [status, reply] = await said(await post(body, label));
    expect([400, 422]).toContain(status);
    expect(JSON.stringify(reply)).toMatch(/uploaded_file|form/);
  });

  it.each([
    ['of another kind', { name: 'x.xlsx', type: 'application/vnd.ms-excel' }, 400],
    ['in another field', { field: 'file' }, 422],
  ])('a file %s', async (_, sent, status) => {
    expect((await send('validate', SHEET, sent)).status).toBe(status);
  });

  it('a text in place of the file is 422', async () => {
    const form = new FormData();
    form.append('uploaded_file', SHEET);
    const response = await fetch(`${gateway.url}/metadata/changesheets:validate`, {
      method: 'POST',
      body: form,
    });
    expect(await said(response)).toMatchObject([422, { detail: [{ loc: ['body', 'uploaded_file'] }] }]);
  });

  it.each([
    ['no boundary', 'multipart/form-data', '--x\r\n'],
    [
      'a form that breaks off',
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="uploaded_file"; filename="a.csv"\r\n\r\nid,',
    ],
    ['a form of garbage', 'multipart/form-data; boundary=x', '\0'.repeat(1000)],
  ])('%s is 400', async (_, label, body) => {
    expect((await post(body, label)).status).toBe(400);
  });

  it('too large a file is 413, told to a client that sends all of it', async () => {
    const response = await send('validate', new Blob([Buffer.alloc(40 * 1024 * 1024, 'x')]));
    expect(await said(response)).toMatchObject([413, { code: 'too-large' }]);
    expect((await send('validate', SHEET)).status).toBe(200);
  });
});

describe('POST /metadata/changesheets:submit', () => {
  it('keeps the bytes, remembers what was previewed, and only then tags the object', async () => {
    const steps: unknown[] = [];
    gateway.services.answer(appendContent, ({ upload_id, bytes }, caller) => {
      steps.push(['append', Buffer.from(bytes, 'base64').toString(), caller]);
      return { upload_id, received_bytes: 0 };
    });
    gateway.services.answer(registerObjects, ({ items }) => {
      steps.push(['register', ...items.map(({ object }) => [object.name, object.mime_type])]);
      return { items: [accepted(storedObject(OBJECT_ID))] };
    });
    gateway.services.answer(rememberPreview, ({ object_id, asked_by }) => {
      steps.push(['remember', object_id, asked_by]);
      return {
        object_id,
        state: 'previewed' as const,
        documents: 0,
        applied_at: null,
        undone_at: null,
        undone_by: null,
      };
    });
    gateway.services.answer(tagObjects, ({ items }, caller) => {
      steps.push(['tag', items, caller]);
      return { items: [accepted({ ...storedObject(OBJECT_ID), types: ['metadata-changesheet'] })] };
    });
    const [status, reply] = await said(await send('submit', SHEET, { as: 'ada' }));
    expect([status, reply]).toMatchObject([
      200,
      { id: OBJECT_ID, types: ['metadata-changesheet'], aliases: null },
    ]);
    expect(steps).toEqual([
      ['append', SHEET, RUNTIME],
      ['register', ['my_changes.csv', 'text/csv']],
      ['remember', OBJECT_ID, 'user:ada'],
      ['tag', [{ object_id: OBJECT_ID, types: ['metadata-changesheet'] }], RUNTIME],
    ]);
  });

  /** The bytes are an object already. */
  function knownBytes(state: 'previewed' | 'applied'): string[] {
    const posted: string[] = [];
    gateway.services.answer(registerObjects, () => ({
      items: [refused('object-exists', 'there is one', { object_id: OBJECT_ID })],
    }));
    gateway.services.answer(rememberPreview, ({ object_id }) => ({
      object_id,
      state,
      documents: 0,
      applied_at: null,
      undone_at: null,
      undone_by: null,
    }));
    gateway.services.answer(createJobs, ({ items }) => {
      posted.push(...items.map(({ workflow, config }) => `${workflow.id} ${String(config.object_id)}`));
      return { items: items.map(() => accepted(ROUTES.createJob.example.reply as Job)) };
    });
    return posted;
  }

  it('posts a job for bytes that were handed in before, unless they are applied', async () => {
    const again = knownBytes('previewed');
    expect(await said(await send('submit', SHEET, { as: 'ada' }))).toMatchObject([
      200,
      { size: objectDocument.size },
    ]);
    expect(again).toEqual([`apply-changesheet-1.0.0 ${OBJECT_ID}`]);
    const applied = knownBytes('applied');
    expect(await said(await send('submit', SHEET, { as: 'ada' }))).toMatchObject([
      409,
      { code: 'object-exists', details: { object_id: OBJECT_ID } },
    ]);
    expect(applied).toEqual([]);
  });

  it('keeps nothing of a sheet that is wrong', async () => {
    gateway.services.answer(previewChangesheet, () => {
      throw new DomainError('invalid-sheet', 'no');
    });
    gateway.services.answer(registerObjects, () => {
      throw new Error('not to be asked');
    });
    expect((await send('submit', SHEET, { as: 'ada' })).status).toBe(400);
  });

  it('is for those with the allowance', async () => {
    expect((await send('submit', SHEET, { as: 'eve' })).status).toBe(403);
    expect((await send('submit', SHEET)).status).toBe(401);
  });
});

describe('POST /metadata/changesheets/{object_id}:undo', () => {
  const undo = (as?: 'ada' | 'eve') =>
    fetch(`${gateway.url}/metadata/changesheets/${OBJECT_ID}:undo`, {
      method: 'POST',
      headers: as ? { authorization: `Bearer ${gateway.tokens[as]}` } : {},
    });

  it('is passed on, for whoever has a token', async () => {
    expect(await said(await undo('ada'))).toMatchObject([200, { state: 'undone' }]);
    expect((await undo()).status).toBe(401);
  });
});
