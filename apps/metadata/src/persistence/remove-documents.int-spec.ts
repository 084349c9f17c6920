import {
  activateSchema,
  type DocumentChange,
  getDocumentHistory,
  installSchema,
  documentsChanged,
} from '@callboard/contracts';
import { Outbox } from '@callboard/outbox';
import { ADMIN, MetadataUnderTest } from '../metadata-under-test.builder';
import { ONE_WRITER } from './apply-submission.sql';
import { biosample, LAB_SCHEMA, study } from './lab-schema.builder';
import { removeDocuments } from './remove-documents';

let world: MetadataUnderTest;
beforeAll(async () => {
  world = await MetadataUnderTest.open();
  const { version } = await world.ask(installSchema, { schema: LAB_SCHEMA }, ADMIN);
  await world.ask(activateSchema, { version }, ADMIN);
}, 60_000);
afterAll(() => world?.close());

const remove = (keys: string[], withJobs = false) =>
  world.sql.transaction((tx) => {
    tx.along(ONE_WRITER);
    return removeDocuments(new Outbox(), tx, keys, { who: 'user:ada', withJobs });
  });
const toldOf = async (id: string): Promise<unknown[]> => {
  const rows = await world.sql.query<{ payload: { items: { id: string }[] } }>(
    'select payload from outbox where subject = $1 order by seq',
    [documentsChanged.subject],
  );
  return rows.flatMap(({ payload }) => payload.items.filter((item) => item.id === id));
};
const historyOf = async (id: string): Promise<DocumentChange[]> =>
  (await world.ask(getDocumentHistory, { id, after: 0, limit: 100 })).items;

describe('a document that is removed', () => {
  it('is gone, and its history says what it was and who removed it', async () => {
    const sent = study('gone');
    await world.apply({ study_set: [sent] });
    const removed = await remove([sent.id, 'nmdc:sty-11-never']);
    expect(removed).toMatchObject([{ id: sent.id, collection: 'study_set', version: 2 }]);
    const [made, taken] = await historyOf(sent.id);
    expect(made?.after).toMatchObject({ name: 'gone' });
    expect(taken).toMatchObject({ version: 2, who: 'user:ada', before: { name: 'gone' }, after: null });
    const { findings } = await world.check({ biosample_set: [biosample('orphan', 'gone')] });
    expect(findings.biosample_set).toHaveLength(1);
  });

  it('goes on with its versions when it is made again, and again', async () => {
    const sent = study('back');
    await world.apply({ study_set: [sent] });
    await remove([sent.id]);
    await world.apply({ study_set: [{ ...sent, name: 'again' }] });
    await remove([sent.id]);
    await world.apply({ study_set: [{ ...sent, name: 'once more' }] });
    await world.apply({ study_set: [{ ...sent, name: 'changed' }] });
    const changes = await historyOf(sent.id);
    expect(changes.map(({ version, before, after }) => [version, before?.name, after?.name])).toEqual([
      [1, undefined, 'back'],
      [2, 'back', undefined],
      [3, undefined, 'again'],
      [4, 'again', undefined],
      [5, undefined, 'once more'],
      [6, 'once more', 'changed'],
    ]);
  });

  it('is told of, with its jobs where they go as well', async () => {
    const [alone, withJobs] = [study('alone'), study('withjobs')];
    await world.apply({ study_set: [alone, withJobs] });
    await remove([alone.id]);
    await remove([withJobs.id], true);
    expect(await toldOf(withJobs.id)).toMatchObject([
      { collection: 'study_set', version: 2, change: 'removed', with_jobs: true },
    ]);
    expect(await toldOf(alone.id)).not.toMatchObject([{ with_jobs: true }]);
  });

  it('stays, with all that is said of it, when the transaction does not come to its end', async () => {
    const sent = study('kept');
    await world.apply({ study_set: [sent] });
    const failing = world.sql.transaction(async (tx) => {
      await removeDocuments(new Outbox(), tx, [sent.id], { who: 'user:ada', withJobs: true });
      throw new Error('in between');
    });
    await expect(failing).rejects.toThrow('in between');
    expect(await historyOf(sent.id)).toHaveLength(1);
    expect(await toldOf(sent.id)).toEqual([]);
  });
});
