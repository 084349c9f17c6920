import {
  changeTrigger,
  changeWorkflow,
  deleteTrigger,
  deleteWorkflow,
  listCapabilities,
  listWorkflows,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { type GatewayUnderTest, startGatewayUnderTest } from '../../test/gateway-under-test.builder';
import { answerAsUsual, testTrigger, testType, testWorkflow } from '../../test/stand-in-answers.fake';

let gateway: GatewayUnderTest;

beforeAll(async () => {
  gateway = await startGatewayUnderTest();
}, 30_000);
afterAll(() => gateway?.stop());
afterEach(() => {
  expect(gateway.services.faults).toEqual([]);
  answerAsUsual(gateway.services, [gateway.key.jwk]);
});

async function call(...asked: Parameters<GatewayUnderTest['ask']>) {
  const { status, body } = await gateway.ask(...asked);
  return { status, body };
}

describe('the registry (contract 2.3)', () => {
  it('joins through triggers', async () => {
    expect((await call('GET', '/object_types/test/workflows')).body).toEqual([testWorkflow]);
    expect((await call('GET', '/workflows/test/object_types')).body).toEqual([testType]);
    expect((await call('GET', '/workflows/idle/object_types')).body).toEqual([]);
  });

  it('shows the capabilities of a workflow as entries', async () => {
    const [gpu, big] = ['gpu', 'big'].map((id) => ({ ...testType, id }));
    gateway.services.answer(listCapabilities, () => ({ capabilities: [gpu ?? testType, big ?? testType] }));
    gateway.services.answer(listWorkflows, () => ({
      workflows: [{ ...testWorkflow, capability_ids: ['big', 'unknown'] }],
    }));
    expect((await call('GET', '/workflows/test/capabilities')).body).toEqual([big]);
    expect((await call('GET', '/workflows/none/capabilities')).status).toBe(404);
  });

  it('gives one entry by its id', async () => {
    expect((await call('GET', '/triggers/test--test')).body).toEqual(testTrigger);
    expect((await call('GET', '/capabilities/test')).status).toBe(200);
    for (const kind of ['capabilities', 'object_types', 'workflows', 'triggers']) {
      expect((await call('GET', `/${kind}/none`)).status).toBe(404);
    }
  });
});

describe('changes of the registry (design 7)', () => {
  it.each([
    ['PATCH', '/triggers/test--test', { paused: true }],
    ['DELETE', '/triggers/test--test', undefined],
    ['PATCH', '/workflows/test', { paused: true }],
    ['DELETE', '/workflows/idle', undefined],
  ])('%s %s is for admins of the runtime', async (method, path, body) => {
    expect((await call(method, path, body)).status).toBe(401);
    for (const as of ['eve', 'nersc'] as const) expect((await call(method, path, body, as)).status).toBe(403);
  });

  it('send just what was sent', async () => {
    const asked: unknown[] = [];
    gateway.services.answer(changeWorkflow, (input) => {
      asked.push(input);
      return testWorkflow;
    });
    gateway.services.answer(changeTrigger, (input) => {
      asked.push(input);
      return testTrigger;
    });
    await call('PATCH', '/workflows/test', { id: 'x', paused: false, description: null, other: 1 }, 'ada');
    await call('PATCH', '/triggers/test--test', { paused: true, workflow_id: 'x' }, 'ada');
    expect(asked).toEqual([
      { id: 'test', paused: false, description: null },
      { id: 'test--test', paused: true },
    ]);
  });

  it.each([
    ['/triggers/test--test', {}],
    ['/triggers/test--test', { paused: 'yes' }],
    ['/workflows/test', { max_attempts: 0 }],
    ['/workflows/test', { lease_ms: 1 }],
    ['/workflows/test', { capability_ids: null }],
  ])('refuse %s with %j', async (path, body) => {
    expect((await call('PATCH', path, body, 'ada')).status).toBe(422);
  });

  it('keep a workflow while a trigger names it, or a job of it is open', async () => {
    expect(await call('DELETE', '/workflows/test', undefined, 'ada')).toEqual({
      status: 409,
      body: {
        detail: expect.stringContaining('test--test') as string,
        code: 'workflow-in-use',
        details: { trigger_id: 'test--test' },
      },
    });
    gateway.services.answer(deleteWorkflow, () => {
      throw new DomainError('workflow-in-use', 'jobs of it are open');
    });
    expect(await call('DELETE', '/workflows/idle', undefined, 'ada')).toMatchObject({
      status: 409,
      body: { code: 'workflow-in-use' },
    });
    expect((await call('DELETE', '/workflows/none', undefined, 'ada')).status).toBe(404);
  });

  it('say that a trigger is not there', async () => {
    const unknown = (): never => {
      throw new DomainError('not-found', 'there is no such trigger');
    };
    gateway.services.answer(changeTrigger, unknown);
    gateway.services.answer(deleteTrigger, unknown);
    expect((await call('PATCH', '/triggers/none', { paused: true }, 'ada')).status).toBe(404);
    expect((await call('DELETE', '/triggers/none', undefined, 'ada')).status).toBe(404);
  });
});
