import { mintId } from '@callboard/kernel';
import { newTraceparent } from '@callboard/messaging';
import { ALPHA, JOBS, siteCaller } from '../operations.builder';
import { opEvent, runsOnPostgres, type RunsOnPostgres, WORKFLOW } from './runs.builder';

let runs: RunsOnPostgres;
beforeAll(async () => {
  runs = await runsOnPostgres(20);
});
afterAll(() => runs?.close());

const times = <T>(count: number, act: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, act));
const typesOf = async (runId: string) => (await runs.happenings(runId)).map(({ type }) => type);

describe('a run that is asked for', () => {
  it('is one, however many ask at once', async () => {
    const object = mintId();
    const asked = await times(30, () => runs.request(object));
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    expect(asked.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(await runs.happenings(asked[0]?.id ?? '')).toMatchObject([
      { n: 1, type: 'REQUESTED', operation_id: null, inputs: [object], outputs: [] },
    ]);
  });

  it('is adopted by the first job of the pair, and by no other', async () => {
    const object = mintId();
    const { id } = await runs.request(object);
    const [first, second] = [await runs.openOn(object), await runs.openOn(object)];
    expect((await runs.begin(first)).run).toMatchObject({ id, attempt: 1, operationId: first });
    expect((await runs.begin(second)).run.id).not.toBe(id);
    expect(await typesOf(id)).toEqual(['REQUESTED', 'STARTED']);
  });

  it('is given while it is carried out, and asked for anew after its end', async () => {
    const object = mintId();
    const operation = await runs.openOn(object);
    const { run } = await runs.begin(operation);
    expect(await runs.request(object)).toEqual({ id: run.id, isNew: false });
    expect((await runs.request(object, 'another-1.0.0')).isNew).toBe(true);
    await runs.settleWith(operation, { n: 1 });
    expect((await runs.request(object)).isNew).toBe(true);
  });

  it('and begun at the same moment is one run', async () => {
    for (let round = 0; round < 20; round += 1) {
      const object = mintId();
      const operation = await runs.openOn(object);
      const [begun, asked] = await Promise.all([runs.begin(operation), runs.request(object)]);
      expect(asked.id).toBe(begun.run.id);
    }
  });

  it('is asked for by services alone', async () => {
    const asked = { workflowId: WORKFLOW, objectId: 'o', askedBy: 'x' };
    await expect(runs.requestRun.execute(asked, ALPHA)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('an operation of no job', () => {
  it('has no run to begin or to record', async () => {
    const put = { storeUrl: 'https://s/b', expiresInSeconds: 300 };
    const [opened] = await runs.operations.openPuts.execute([put], ALPHA, newTraceparent());
    const id = opened && 'siteId' in opened ? opened.id : '';
    const refusal = { code: 'forbidden', message: expect.stringMatching(/claim/) };
    await expect(runs.begin(id)).rejects.toMatchObject(refusal);
    await expect(runs.record(id, [opEvent('started')])).rejects.toMatchObject(refusal);
  });
});

describe('the beginning of a run', () => {
  it('is one, however many begin at once', async () => {
    const object = mintId();
    const { id } = await runs.request(object);
    const operation = await runs.openOn(object);
    const begun = await times(50, () => runs.begin(operation));
    expect(new Set(begun.map(({ run }) => run.id))).toEqual(new Set([id]));
    expect(await typesOf(id)).toEqual(['REQUESTED', 'STARTED']);
    const without = await runs.openOn(undefined);
    const made = await times(50, () => runs.begin(without));
    expect(new Set(made.map(({ run }) => run.id)).size).toBe(1);
    expect(await runs.count('runs', 'operation_id = $1', without)).toBe(1);
  });

  it('takes as object only what can be the id of one', async () => {
    const operation = await runs.openOn('x'.repeat(10_000));
    expect((await runs.begin(operation)).run.objectId).toBeNull();
    expect(await runs.count('run_datasets', 'true')).toBeGreaterThan(0);
  });

  it('is refused to others, without an operation, and after its end', async () => {
    const operation = await runs.openOn();
    await expect(runs.begin(operation, siteCaller('beta'))).rejects.toMatchObject({ code: 'forbidden' });
    await expect(runs.begin(operation, JOBS as typeof ALPHA)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(runs.begin(mintId())).rejects.toMatchObject({ code: 'not-found' });
    await runs.settleWith(operation, null);
    await expect(runs.begin(operation)).rejects.toMatchObject({ code: 'operation-settled' });
  });

  it('by a retry of the job goes on with what succeeded', async () => {
    const [object, job] = [mintId(), mintId()];
    const first = await runs.openOn(object, job);
    const { run } = await runs.begin(first);
    await runs.record(first, [
      opEvent('succeeded', { op: 'read', output: { n: 1 } }),
      opEvent('succeeded', { op: 'count', output: null }),
      opEvent('failed', { op: 'write', error: { code: 'no-space', message: 'the disk is full' } }),
    ]);
    await runs.settleWith(first, { code: 'no-space', message: 'the disk is full' });
    const second = await runs.openOn(object, job, 2);
    const again = await runs.begin(second);
    expect(again.run).toMatchObject({ id: run.id, attempt: 2, operationId: second });
    expect(again.succeeded).toEqual([
      { op: 'count', output: null },
      { op: 'read', output: { n: 1 } },
    ]);
    expect(again.attempts).toEqual(['count', 'read', 'write'].map((op) => ({ op, attempt: 1 })));
    await expect(runs.record(first, [opEvent('started')])).rejects.toMatchObject({
      code: 'operation-settled',
    });
    await runs.record(second, [opEvent('succeeded', { op: 'read', attempt: 2, output: { n: 2 } })]);
    const onceMore = await runs.begin(second);
    expect(onceMore.succeeded).toContainEqual({ op: 'read', output: { n: 2 } });
    expect(onceMore.attempts).toContainEqual({ op: 'read', attempt: 2 });
    expect(await typesOf(run.id)).toEqual(['STARTED', 'FAIL', 'STARTED']);
  });
});
