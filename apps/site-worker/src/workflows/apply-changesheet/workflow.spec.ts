import { createHash } from 'node:crypto';
import type { RequestContract } from '@callboard/contracts';
import { DomainError, silentLog } from '@callboard/kernel';
import type { JobContext } from '@callboard/site-kit';
import type { UrlReader } from '../../object-bytes/url-reader';
import { changesheet } from './workflow';

const SHEET = 'id,action,attribute,value\nnmdc:sty-1,update,name,x\n';
/** Objects here are stored, so no URL is read. */
const access = { urls: {} as UrlReader, maxBytes: 1e9, maxRatio: 200 };
const VALID = { valid: true, rows: 1, documents: 1, results: [], changes: [], left_out: 0 };
/** How the run is recorded is the graph's own affair. */
const RECORD = ['begin-run', 'record-run-events'];
const EFFECT = { update_cmd: '{}', rows: 1, documents: 1, modified: 1 };

type Answers = Record<string, (input: unknown) => unknown>;

/** Runs the workflow on an object; gives its result and what it asked for. */
async function run(answers: Answers = {}, described: object = { name: 'x.csv' }, sha256 = digestOf(SHEET)) {
  const asked: [string, unknown][] = [];
  const usual: Answers = {
    'begin-run': () => ({ run_id: 'run', attempt: 1, succeeded: [] }),
    'record-run-events': () => ({ recorded: 1 }),
    'stage-sheet': () => ({ received_bytes: 1 }),
    'preview-changesheet': () => VALID,
    'apply-changesheet': () => EFFECT,
    ...answers,
  };
  const document = { size: SHEET.length, checksums: [{ type: 'sha256', checksum: sha256 }], ...described };
  const context = {
    job: { id: 'j', workflow: { id: 'w' }, config: { object_id: 'sys0in' } },
    operationId: 'op',
    signal: new AbortController().signal,
    log: silentLog,
    objects: {
      get: (id: string) => Promise.resolve({ id, document, stored: true }),
      read: async function* () {
        yield Buffer.from(SHEET);
      },
    },
    ask: async ({ verb }: RequestContract<unknown, unknown>, input: unknown) => {
      if (!RECORD.includes(verb)) asked.push([verb, input]);
      return usual[verb]?.(input);
    },
    progress: () => undefined,
    atTheEnd: () => undefined,
  } as unknown as JobContext;
  const result = await changesheet(access, {}).run(context);
  return { result, asked };
}
const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const refusing = (code: string, times = Infinity) => {
  let left = times;
  return () => {
    if (left-- > 0) throw new DomainError(code, code, { why: 'told' });
    return EFFECT;
  };
};

describe('apply-changesheet-1.0.0', () => {
  it('stages the bytes, has them previewed, and applies them under its operation', async () => {
    const { result, asked } = await run();
    expect(result).toEqual(EFFECT);
    const sheet_id = expect.any(String) as string;
    expect(asked).toEqual([
      ['stage-sheet', { sheet_id, n: 0, bytes: Buffer.from(SHEET).toString('base64') }],
      ['preview-changesheet', { sheet_id, format: 'csv', tell: 'errors', keep: true }],
      ['apply-changesheet', { sheet_id, format: 'csv', object_id: 'sys0in', operation_id: 'op' }],
    ]);
  });

  it('tells the format by the media type where the name does not', async () => {
    const { asked } = await run({}, { mime_type: 'text/tab-separated-values' });
    expect(asked[1]?.[1]).toMatchObject({ format: 'tsv' });
    await expect(run({}, { name: 'x.txt' })).rejects.toMatchObject({
      code: 'invalid-sheet',
      more: { retriable: false },
    });
  });

  it('fails for good, with what is wrong with which documents', async () => {
    const results = [{ id: 'nmdc:sty-1', validation_errors: ['bad'] }];
    await expect(
      run({ 'preview-changesheet': () => ({ ...VALID, valid: false, results }) }),
    ).rejects.toMatchObject({
      code: 'invalid-metadata',
      more: { retriable: false, details: { validation_errors: [{ id: 'nmdc:sty-1', errors: ['bad'] }] } },
    });
  });

  it.each(['document-changed', 'invalid-sheet', 'invalid-metadata', 'too-large', 'validation-too-slow'])(
    'fails for good on %s',
    async (code) => {
      await expect(run({ 'apply-changesheet': refusing(code) })).rejects.toMatchObject({
        code,
        more: { retriable: false, details: { why: 'told' } },
      });
    },
  );

  it('stages anew what was lost, a few times', async () => {
    const { result, asked } = await run({ 'apply-changesheet': refusing('submission-lost', 2) });
    expect(result).toEqual(EFFECT);
    expect(asked.filter(([verb]) => verb === 'stage-sheet')).toHaveLength(3);
    await expect(run({ 'apply-changesheet': refusing('schema-changed') })).rejects.toMatchObject({
      code: 'outdated',
    });
  });

  it('goes on at the op that failed in an earlier attempt', async () => {
    const sheet = { sheet_id: '5f0c6a52-5b6e-4b61-9a3e-3c0b7a1d2e4f', format: 'csv' };
    const succeeded = ['stage', 'preview'].map((op) => ({ op, output: sheet }));
    const { result, asked } = await run({ 'begin-run': () => ({ run_id: 'run', attempt: 2, succeeded }) });
    expect(result).toEqual(EFFECT);
    expect(asked).toEqual([['apply-changesheet', { ...sheet, object_id: 'sys0in', operation_id: 'op' }]]);
  });

  it('applies nothing whose checksum is not the one that the object states', async () => {
    const applied = jest.fn();
    await expect(run({ 'apply-changesheet': applied }, {}, digestOf('other'))).rejects.toMatchObject({
      code: 'invalid-sheet',
    });
    await expect(
      run({ 'apply-changesheet': applied }, { name: 'x.csv' }, digestOf('other')),
    ).rejects.toMatchObject({
      code: 'checksum-mismatch',
    });
    expect(applied).not.toHaveBeenCalled();
  });
});
