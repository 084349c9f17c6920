import { DEAD_LETTER_REQUESTS, ROUTES } from '@callboard/contracts';
import { type GatewayUnderTest, startGatewayUnderTest } from '../../test/gateway-under-test.builder';

const { list, redrive, discard } = DEAD_LETTER_REQUESTS.jobs;
const ID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const PATH = '/admin/dead_letters';

let gateway: GatewayUnderTest;
let asked: unknown[];

beforeAll(async () => {
  gateway = await startGatewayUnderTest();
}, 30_000);
afterAll(() => gateway?.stop());
beforeEach(() => {
  asked = [];
  const { services } = gateway;
  services.answer(list, (input, caller) => {
    asked.push({ ...input, caller: caller.kind });
    return { dead_letters: [], next: 'more' };
  });
  for (const contract of [redrive, discard])
    services.answer(contract, (input) => {
      asked.push(input);
      return { items: [], more: true };
    });
});
afterEach(() => expect(gateway.services.faults).toEqual([]));

describe('dead letters over HTTP', () => {
  it('are listed of one service, page by page', async () => {
    const reply = await gateway.ask('GET', `${PATH}?service=jobs`, undefined, 'ada');
    expect([reply.status, reply.body]).toEqual([200, { resources: [], next_page_token: 'more' }]);
    await gateway.ask(
      'GET',
      `${PATH}?service=jobs&state=redriven&subject=s&max_page_size=7&page_token=t`,
      undefined,
      'ada',
    );
    expect(asked).toEqual([
      { state: 'waiting', limit: 20, caller: 'user' },
      { state: 'redriven', subject: 's', limit: 7, after: 't', caller: 'user' },
    ]);
  });

  it('are redriven and discarded by their ids or by subject', async () => {
    const bodies = [{ ids: [ID] }, { subject: 's' }, { subject: 's', max: 3 }];
    for (const body of bodies) {
      const reply = await gateway.ask('POST', `${PATH}/redrive`, { service: 'jobs', ...body }, 'ada');
      expect([reply.status, reply.body]).toEqual([200, { items: [], more: true }]);
    }
    await gateway.ask('POST', `${PATH}/discard`, { service: 'jobs', ids: [ID], reason: 'why' }, 'ada');
    expect(asked).toEqual([
      { ids: [ID] },
      { subject: 's', max: 100 },
      { subject: 's', max: 3 },
      { ids: [ID], reason: 'why' },
    ]);
  });

  it.each([
    ['GET', '', undefined],
    ['GET', '?service=kitchen', undefined],
    ['GET', '?service=jobs&max_page_size=101', undefined],
    ['GET', '?service=jobs&state=lost', undefined],
    ['POST', '/redrive', { service: 'jobs' }],
    ['POST', '/redrive', { service: 'jobs', ids: [] }],
    ['POST', '/redrive', { service: 'jobs', ids: ['1'] }],
    ['POST', '/redrive', { ids: [ID] }],
    ['POST', '/redrive', { service: 'jobs', subject: 's', max: 101 }],
    ['POST', '/discard', { service: 'jobs', ids: [ID] }],
    ['POST', '/discard', { service: 'jobs', ids: [ID], reason: '' }],
  ])('%s %s %j is a wrong shape', async (method, path, body) => {
    expect((await gateway.ask(method, `${PATH}${path}`, body, 'ada')).status).toBe(422);
    expect(asked).toEqual([]);
  });

  it('are for administrators of the runtime', async () => {
    const { body } = ROUTES.discardDeadLetters.example;
    const calls: [string, string, unknown][] = [
      ['GET', `${PATH}?service=jobs`, undefined],
      ['POST', `${PATH}/redrive`, ROUTES.redriveDeadLetters.example.body],
      ['POST', `${PATH}/discard`, body],
    ];
    for (const [method, path, sent] of calls) {
      expect((await gateway.ask(method, path, sent)).status).toBe(401);
      for (const as of ['eve', 'nersc'] as const)
        expect((await gateway.ask(method, path, sent, as)).status).toBe(403);
    }
  });
});
