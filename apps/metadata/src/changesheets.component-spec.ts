import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  applyChangesheet,
  type Caller,
  getDocumentHistory,
  previewChangesheet,
  rememberPreview,
  stageSheet,
  undoChangesheet,
} from '@callboard/contracts';
import { mintId } from '@callboard/kernel';
import { ADMIN, MetadataUnderTest, RUNTIME } from './metadata-under-test.builder';
import { GATEWAY, sheetOf, SheetsUnderTest } from './sheets-under-test.builder';

const STUDY = 'nmdc:sty-11-lake01';
const MUD = 'nmdc:bsm-11-mud01';
const OTHER_MUD = 'nmdc:bsm-11-mud02';
const example = JSON.parse(
  readFileSync(join(__dirname, '../../../examples/metadata/submission.json'), 'utf8'),
) as Record<string, unknown>;
const ADA: Caller = {
  kind: 'user',
  username: 'ada',
  administers: [],
  allowances: ['/metadata/changesheets:submit'],
};
const EVE: Caller = { kind: 'user', username: 'eve', administers: [] };

let world: MetadataUnderTest;
let sheets: SheetsUnderTest;
beforeAll(async () => {
  world = await MetadataUnderTest.open();
  sheets = new SheetsUnderTest(world);
  await world.apply(example);
}, 60_000);
afterAll(() => world?.close());

const renamed = (name: string, id = STUDY) => sheetOf([id, 'update', 'name', name]);
const undo = (object_id: string, caller: Caller = ADA) => world.ask(undoChangesheet, { object_id }, caller);
const nameOf = async (id = STUDY) => (await sheets.document(id)).document.name;

describe('a preview', () => {
  it('tells before and after of each row and document, and changes nothing', async () => {
    const before = await sheets.document(STUDY);
    const told = await sheets.preview(
      sheetOf([STUDY, 'update', 'name', 'Sand'], ['', 'insert', 'websites', 'https://b.example.org']),
    );
    expect(told).toMatchObject({ valid: true, rows: 2, documents: 1, left_out: 0 });
    expect(told.changes).toMatchObject([
      { row: 2, id: STUDY, attribute: 'name', before: 'Mud of a lake', after: 'Sand' },
      { row: 3, attribute: 'websites', after: ['https://lake.example.org', 'https://b.example.org'] },
    ]);
    expect(told.results).toMatchObject([
      {
        id: STUDY,
        collection: 'study_set',
        doc_before: { name: 'Mud of a lake' },
        doc_after: { name: 'Sand' },
        validation_errors: [],
      },
    ]);
    expect(await sheets.document(STUDY)).toEqual(before);
  });

  it('tells what the schema says', async () => {
    const told = await sheets.preview(sheetOf([STUDY, 'remove', 'study_category', '']));
    expect(told).toMatchObject({ valid: false });
    expect(told.results[0]?.validation_errors).toEqual([
      "'study_category' is a required property in /study_set/0",
    ]);
  });

  it('of many sheets at once is right for each', async () => {
    const told = await Promise.all(
      Array.from({ length: 12 }, (_, n) => sheets.preview(renamed(`name ${n}`))),
    );
    expect(told.map(({ results }) => results[0]?.doc_after?.name)).toEqual(told.map((_, n) => `name ${n}`));
  });

  it('refuses a document that is not there, naming its row', async () => {
    await expect(sheets.preview(renamed('x', 'nmdc:sty-11-none'))).rejects.toMatchObject({
      code: 'invalid-sheet',
      details: { row: 2, column: 'id' },
    });
  });
});

describe('a sheet that is applied', () => {
  it('changes all documents in one go, with what the run shows', async () => {
    const effect = await sheets.apply(sheetOf([MUD, 'update', 'ph', '5'], [OTHER_MUD, '', 'ph', '5.5']));
    expect(effect).toMatchObject({ rows: 2, documents: 2, modified: 2 });
    expect(JSON.parse(effect.update_cmd ?? '')).toMatchObject({
      [MUD]: { update: 'biosample_set', updates: [{ q: { id: MUD }, u: { $set: { ph: 5 } } }] },
    });
    expect((await sheets.document(MUD)).document).toMatchObject({
      ph: 5,
      provenance_metadata: { mod_date: expect.any(String) as string },
    });
  });

  it('is applied once, whatever is retried', async () => {
    const [job, object] = [mintId(), mintId()];
    const lost = await world.operation(job);
    const first = await sheets.apply(renamed('once'), object, lost);
    const { version } = await sheets.document(STUDY);
    await world.release(lost);
    expect(await sheets.apply(renamed('once'), object, await world.operation(job, 2))).toEqual(first);
    expect(await sheets.apply(renamed('once'), object)).toEqual(first);
    expect((await sheets.document(STUDY)).version).toBe(version);
  });

  it('is refused when a document was changed since it was previewed, and the change stands', async () => {
    const object = await sheets.submit(
      sheetOf([STUDY, 'update', 'name', 'mine'], [MUD, '', 'name', 'mine too']),
    );
    await sheets.apply(renamed('theirs'));
    await expect(
      sheets.apply(sheetOf([STUDY, 'update', 'name', 'mine'], [MUD, '', 'name', 'mine too']), object),
    ).rejects.toMatchObject({
      code: 'document-changed',
      details: {
        documents: [{ id: STUDY, seen: expect.any(Number) as number, found: expect.any(Number) as number }],
      },
    });
    expect(await nameOf()).toBe('theirs');
    expect(await nameOf(MUD)).not.toBe('mine too');
  });

  it('overwrites nothing when many are applied at once', async () => {
    const objects = await Promise.all(
      Array.from({ length: 6 }, (_, n) => sheets.submit(renamed(`race ${n}`))),
    );
    const all = await Promise.allSettled(
      objects.map((object, n) => sheets.apply(renamed(`race ${n}`), object)),
    );
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const each of all)
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'document-changed' });
  });

  it('is held against references and the names of biosamples (D32)', async () => {
    await expect(
      sheets.apply(sheetOf([MUD, 'set', 'associated_studies', 'nmdc:sty-11-none'])),
    ).rejects.toMatchObject({
      code: 'invalid-metadata',
      details: { findings: { biosample_set: [expect.stringContaining('nmdc:sty-11-none') as string] } },
    });
    const name = String(await nameOf(OTHER_MUD));
    await expect(sheets.apply(sheetOf([MUD, 'update', 'name', name]))).rejects.toMatchObject({
      code: 'invalid-metadata',
      details: { findings: { biosample_set: [expect.stringContaining('has the name') as string] } },
    });
  });

  it('is all or nothing', async () => {
    const sheet = sheetOf([MUD, 'update', 'ph', '9'], [OTHER_MUD, 'insert', 'ph', '9']);
    await expect(sheets.apply(sheet)).rejects.toMatchObject({
      code: 'invalid-metadata',
      details: { validation_errors: [{ id: OTHER_MUD, errors: [{ row: 3 }] }] },
    });
    expect((await sheets.document(MUD)).document.ph).not.toBe(9);
  });

  it('may change nothing', async () => {
    expect(await sheets.apply(sheetOf())).toMatchObject({
      rows: 0,
      documents: 0,
      modified: 0,
      update_cmd: '{}',
    });
  });

  it("is the runtime's own site's to apply, under an operation that is open, after a preview", async () => {
    const operation_id = await world.operation();
    const asked = { format: 'csv' as const, object_id: mintId(), operation_id };
    const other: Caller = { kind: 'site', siteId: 'NERSC', clientId: 'c' };
    const ask = async (caller: Caller) =>
      world.ask(applyChangesheet, { ...asked, sheet_id: await sheets.stage(renamed('x'), caller) }, caller);
    await expect(ask(other)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(ask(RUNTIME)).rejects.toMatchObject({ code: 'bad-request' });
    await world.release(operation_id);
    await expect(sheets.apply(renamed('x'), mintId(), operation_id)).rejects.toMatchObject({
      code: 'operation-released',
    });
  });
});

describe('a sheet that is undone', () => {
  it('leaves the documents as they were, says so in their history, and may be undone again', async () => {
    const before = await sheets.document(STUDY);
    const object = mintId();
    await sheets.apply(renamed('to be undone'), object);
    const undone = await undo(object);
    expect(undone).toMatchObject({ object_id: object, state: 'undone', documents: 1, undone_by: 'user:ada' });
    const after = await sheets.document(STUDY);
    expect(after).toEqual({ ...before, version: before.version + 2 });
    const { items } = await world.ask(getDocumentHistory, { id: STUDY, after: before.version, limit: 10 });
    expect(items).toMatchObject([
      { who: 'site:nmdc-runtime', after: { name: 'to be undone' } },
      { who: 'user:ada', before: { name: 'to be undone' }, after: before.document },
    ]);
    expect(await undo(object, ADMIN)).toEqual(undone);
    expect(await sheets.document(STUDY)).toEqual(after);
  });

  it('is refused when somebody has changed a document since', async () => {
    const object = mintId();
    await sheets.apply(renamed('first'), object);
    await sheets.apply(renamed('second'));
    await expect(undo(object)).rejects.toMatchObject({
      code: 'document-changed',
      details: { documents: [{ id: STUDY }] },
    });
    expect(await nameOf()).toBe('second');
  });

  it('may be applied anew', async () => {
    const object = mintId();
    await sheets.apply(renamed('again'), object);
    await undo(object);
    await sheets.submit(renamed('again'), object);
    expect(await sheets.apply(renamed('again'), object)).toMatchObject({ modified: 1 });
    expect(await nameOf()).toBe('again');
  });

  it('is known, and for those who may', async () => {
    await expect(undo(mintId())).rejects.toMatchObject({ code: 'not-found' });
    await expect(undo(await sheets.submit(renamed('waits')))).rejects.toMatchObject({ code: 'not-found' });
    await expect(undo(mintId(), EVE)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('staging', () => {
  it('is bounded, in order, and private', async () => {
    const sheet_id = await sheets.stage('id');
    const bytes = Buffer.from('x').toString('base64');
    expect(await world.ask(stageSheet, { sheet_id, n: 0, bytes })).toEqual({ received_bytes: 2 });
    await expect(world.ask(stageSheet, { sheet_id, n: 5, bytes })).rejects.toMatchObject({
      code: 'bad-request',
    });
    const ask = world.ask(
      previewChangesheet,
      { sheet_id, format: 'csv', tell: 'errors', keep: true },
      GATEWAY,
    );
    await expect(ask).rejects.toMatchObject({ code: 'forbidden' });
    const remember = { sheet_id, object_id: mintId(), asked_by: 'user:eve' };
    await expect(world.ask(rememberPreview, remember, RUNTIME)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(sheets.stage(Buffer.alloc(17 * 1024 * 1024, 'x'))).rejects.toMatchObject({
      code: 'too-large',
    });
  });
});
