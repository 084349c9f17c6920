import { createHash } from 'node:crypto';
import {
  accepted,
  appendContent,
  checkSubmission,
  createJobs,
  discardSubmission,
  type Job,
  refused,
  registerObjects,
  requestRun,
  ROUTES,
  stageDocuments,
} from '@callboard/contracts';
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

const send = (verb: 'validate' | 'submit', body: string | ReadableStream, as?: 'ada' | 'eve') =>
  fetch(`${gateway.url}/metadata/json:${verb}`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      ...(as && { authorization: `Bearer ${gateway.tokens[as]}` }),
    },
    duplex: 'half',
  } as RequestInit);
const said = async (response: Response) => [response.status, (await response.json()) as unknown];

describe('POST /metadata/json:validate', () => {
  it('says that all is well in the very words that clients compare', async () => {
    const response = await send('validate', '{"study_set": [{"id": "nmdc:sty-1"}]}');
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await response.text()).toBe('{"result":"All Okay!"}');
  });

  it('tells what was found, by collection, and keeps nothing', async () => {
    let discarded = false;
    gateway.services.answer(discardSubmission, () => {
      discarded = true;
      return {};
    });
    gateway.services.answer(checkSubmission, () => ({
      valid: false,
      documents: 1,
      findings: { study_set: ['bad'], biosample_set: [] },
      more: 7,
    }));
    expect(await said(await send('validate', '{"study_set": []}'))).toEqual([
      200,
      {
        result: 'errors',
        detail: { study_set: ['bad', 'and 7 more findings, which are not told'], biosample_set: [] },
      },
    ]);
    await eventually('what was staged is gone', () => Promise.resolve(discarded));
  });

  it.each([
    ['broken JSON', '{"study_set": [}', 15],
    ['a list', '[]', 0],
    ['nothing', '', 0],
  ])('refuses %s with its place', async (_, body, offset) => {
    const [status, reply] = await said(await send('validate', body));
    expect([status, reply]).toMatchObject([
      422,
      { detail: [{ type: 'json_invalid', loc: ['body', offset], msg: 'JSON decode error' }] },
    ]);
  });

  it('reads as it comes: batches are sent while the body is still on its way', async () => {
    const batches: number[] = [];
    gateway.services.answer(stageDocuments, ({ items }) => {
      batches.push(items.length);
      return { documents: 0, findings: 0 };
    });
    let sent = 0;
    const body = new ReadableStream({
      async pull(controller) {
        if (sent === 0) controller.enqueue(Buffer.from('{"study_set": [0'));
        if (sent === 40) await eventually('a batch has come', () => Promise.resolve(batches.length > 0));
        if (sent === 80) controller.enqueue(Buffer.from(']}'));
        else controller.enqueue(Buffer.from(`,{"id": "${sent}", "x": "${'x'.repeat(65_000)}"}`));
        sent += 1;
        if (sent > 80) controller.close();
      },
    });
    expect((await send('validate', body)).status).toBe(200);
    expect(batches.reduce((sum, each) => sum + each, 0)).toBe(81);
    expect(Math.max(...batches)).toBeLessThan(20);
  });
});

describe('POST /metadata/json:submit', () => {
  const BODY = '{"study_set": [{"id": "nmdc:sty-1"}]}';

  it('keeps the bytes as they were sent, asks for a run, and posts one job for it', async () => {
    const steps: unknown[] = [];
    const runtime = expect.objectContaining({ kind: 'site', siteId: 'nmdc-runtime' }) as unknown;
    gateway.services.answer(appendContent, ({ upload_id, bytes }, caller) => {
      steps.push(['append', Buffer.from(bytes, 'base64').toString(), caller]);
      return { upload_id, received_bytes: 0 };
    });
    gateway.services.answer(requestRun, (asked) => {
      steps.push(['run', asked]);
      return { run_id: 'nmdc:sys0run', is_new: true };
    });
    gateway.services.answer(createJobs, ({ items }, caller) => {
      steps.push(['job', items, caller]);
      return { items: items.map(() => accepted(ROUTES.createJob.example.reply as Job)) };
    });
    gateway.services.keys.splice(0);
    expect(await said(await send('submit', BODY, 'ada'))).toEqual([
      200,
      { type: 'success', detail: { run_id: 'nmdc:sys0run' } },
    ]);
    expect(steps).toEqual([
      ['append', BODY, runtime],
      [
        'run',
        { workflow_id: 'metadata-in-1.0.0', object_id: expect.any(String) as string, asked_by: 'user:ada' },
      ],
      [
        'job',
        [{ workflow: { id: 'metadata-in-1.0.0' }, config: { object_id: expect.any(String) as string } }],
        runtime,
      ],
    ]);
    expect(gateway.services.keys).toContainEqual(['create-jobs', 'run/nmdc:sys0run']);
  });

  it('takes bytes that are an object already as that object', async () => {
    const digests: string[] = [];
    gateway.services.answer(registerObjects, ({ items }) => ({
      items: items.map(({ object }) => {
        digests.push(...object.checksums.map(({ checksum }) => checksum));
        return refused('object-exists', 'there is one', { object_id: 'sys0known' });
      }),
    }));
    const runs: string[] = [];
    gateway.services.answer(requestRun, ({ object_id }) => {
      runs.push(object_id);
      return { run_id: 'nmdc:sys0run', is_new: false };
    });
    expect((await send('submit', BODY, 'ada')).status).toBe(200);
    expect(runs).toEqual(['sys0known']);
    expect(digests).toEqual([createHash('sha256').update(BODY).digest('hex')]);
  });

  it('refuses what is wrong, in a text that holds the words, and posts nothing', async () => {
    const posted: unknown[] = [];
    gateway.services.answer(registerObjects, (asked) => {
      posted.push(asked);
      throw new Error('not to be asked');
    });
    gateway.services.answer(checkSubmission, () => ({
      valid: false,
      documents: 1,
      findings: { study_set: ["'name' is a required property in /study_set/0"] },
      more: 0,
    }));
    const [status, reply] = await said(await send('submit', BODY, 'ada'));
    expect(status).toBe(422);
    const { detail } = reply as { detail: string };
    expect(typeof detail).toBe('string');
    for (const word of ['errors', 'study_set', 'name']) expect(detail).toContain(word);
    expect(posted).toEqual([]);
  });

  it('is for those with the allowance', async () => {
    expect((await send('submit', BODY, 'eve')).status).toBe(403);
    expect((await send('submit', BODY)).status).toBe(401);
  });
});
