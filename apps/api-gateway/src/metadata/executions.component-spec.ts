import { createHash } from 'node:crypto';
import {
  checkSubmission,
  deleteJobs,
  discardSubmission,
  insertExecutions,
  removeExecution,
  stageDocuments,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { eventually } from '@callboard/testing';
import { type GatewayUnderTest, startGatewayUnderTest } from '../../test/gateway-under-test.builder';
import { answerAsUsual } from '../../test/stand-in-answers.fake';

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await startGatewayUnderTest();
});
afterAll(async () => {
  expect(gateway.services.faults).toEqual([]);
  await gateway.stop();
});
beforeEach(() => answerAsUsual(gateway.services, [gateway.key.jwk]));

const PATH = '/workflows/workflow_executions';
const RUN = 'nmdc:wfmgas-11-lake.1';
const BODY = `{"workflow_execution_set": [{"id": "${RUN}"}]}`;
const ADA = expect.objectContaining({ kind: 'user', username: 'ada' }) as unknown;

const post = (body: string, { as = 'ada', headers = {} }: { as?: 'ada' | 'eve'; headers?: object } = {}) =>
  fetch(`${gateway.url}${PATH}`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${gateway.tokens[as]}`,
      ...headers,
    },
  });
const remove = (as: 'ada' | 'eve' = 'ada') => gateway.call('DELETE', `${PATH}/${RUN}`, { as });
const said = async (response: Response) => [response.status, (await response.json()) as unknown];

describe('POST /workflows/workflow_executions', () => {
  it('stages and inserts as whoever asks, and keeps nothing besides', async () => {
    const steps: unknown[] = [];
    gateway.services.answer(stageDocuments, ({ items, submission_id }, caller) => {
      steps.push(['stage', items.length, submission_id, caller]);
      return { documents: items.length, findings: 0 };
    });
    gateway.services.answer(insertExecutions, (asked, caller) => {
      steps.push(['insert', asked, caller]);
      return { documents: 1 };
    });
    gateway.services.answer(discardSubmission, ({ submission_id }) => {
      steps.push(['discard', submission_id]);
      return {};
    });
    expect(await said(await post(BODY))).toEqual([200, { message: 'Inserted 1 documents' }]);
    await eventually('what was staged is gone', () => Promise.resolve(steps.length === 3));
    const submission_id = (steps[0] as unknown[])[2];
    const digest = createHash('sha256').update(BODY).digest('hex');
    expect(steps).toEqual([
      ['stage', 1, submission_id, ADA],
      ['insert', { submission_id, digest }, ADA],
      ['discard', submission_id],
    ]);
  });

  it('says Done when there is nothing to insert', async () => {
    gateway.services.answer(insertExecutions, () => ({ documents: 0 }));
    expect(await said(await post('{"workflow_execution_set": []}'))).toEqual([200, { message: 'Done' }]);
  });

  it('tells in a text what the documents break', async () => {
    gateway.services.answer(checkSubmission, () => ({
      valid: false,
      documents: 1,
      findings: { workflow_execution_set: ['bad'] },
      more: 0,
    }));
    const [status, reply] = await said(await post(BODY));
    expect(status).toBe(422);
    expect(reply).toMatchObject({ code: 'invalid-metadata' });
    expect((reply as { detail: string }).detail).toMatch(/errors.*workflow_execution_set.*bad/);
  });

  it.each([
    ['already-exists', 409],
    ['invalid-metadata', 422],
    ['unknown-collection', 400],
    ['operation-expired', 409],
  ])('answers the refusal %s with %d and words (D34)', async (code, status) => {
    gateway.services.answer(insertExecutions, () => {
      throw new DomainError(code, 'in words');
    });
    expect(await said(await post(BODY))).toEqual([
      status,
      expect.objectContaining({ code, detail: 'in words' }),
    ]);
  });

  it('passes on the operation that they are a result of', async () => {
    const asked: unknown[] = [];
    gateway.services.answer(insertExecutions, ({ operation_id }) => {
      asked.push(operation_id);
      return { documents: 1 };
    });
    await post(BODY, { headers: { 'Callboard-Operation': 'nmdc:sys0op' } });
    expect(asked).toEqual(['nmdc:sys0op']);
  });

  it('is for those with an allowance, before anything is read', async () => {
    const before = gateway.services.keys.length;
    expect((await post(BODY, { as: 'eve' })).status).toBe(403);
    expect((await post('[]')).status).toBe(422);
    expect(gateway.services.keys).toHaveLength(before);
  });
});

describe('DELETE /workflows/workflow_executions/{id}', () => {
  it('deletes the jobs of all executions that went, and lists everything', async () => {
    const executions = Array.from({ length: 1001 }, (_, n) => `run-${n}.1`);
    const removed_at = '2026-01-02T03:04:05.678Z';
    gateway.services.answer(removeExecution, ({ id }, caller) => {
      expect([id, caller]).toEqual([RUN, ADA]);
      return { executions, data_objects: ['file'], aggregates: ['agg:1'], removed_at };
    });
    const asked: unknown[] = [];
    gateway.services.answer(deleteJobs, ({ items }, caller) => {
      asked.push(items[0], items.length, caller);
      return { job_ids: [`job of ${items[0]?.activity_id}`] };
    });
    expect(await said(await remove())).toEqual([
      200,
      {
        message: 'Deleted 1003 documents and 2 jobs',
        deleted_workflow_execution_ids: executions,
        deleted_data_object_ids: ['file'],
        deleted_functional_annotation_agg_oids: ['agg:1'],
        deleted_job_ids: ['job of run-0.1', 'job of run-1000.1'],
      },
    ]);
    expect(asked).toEqual([
      ...[{ activity_id: 'run-0.1', removed_at }, 1000, ADA],
      ...[{ activity_id: 'run-1000.1', removed_at }, 1, ADA],
    ]);
  });

  it('says that jobs follow when their service does not answer', async () => {
    gateway.services.answer(deleteJobs, () => {
      throw new DomainError('unavailable', 'not there');
    });
    const [status, reply] = await said(await remove());
    expect([status, reply]).toMatchObject([
      200,
      { message: expect.stringMatching(/jobs are deleted as soon as/) as unknown, deleted_job_ids: [] },
    ]);
  });

  it('is unknown, or not for everybody, as the service has it', async () => {
    for (const [code, status] of [
      ['not-found', 404],
      ['bad-request', 400],
      ['forbidden', 403],
    ] as const) {
      gateway.services.answer(removeExecution, () => {
        throw new DomainError(code, 'in words');
      });
      expect((await remove('eve')).status).toBe(status);
    }
  });
});

describe('POST /workflows/activities', () => {
  it('is gone, and says in a JSON text what to use', async () => {
    const reply = await gateway.call('POST', '/workflows/activities', { as: 'nersc' });
    expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await said(reply)).toEqual([410, expect.stringMatching(/workflow_executions/)]);
    expect((await gateway.call('POST', '/workflows/activities', { as: 'ada' })).status).toBe(401);
  });
});
