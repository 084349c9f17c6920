import { accepted, type Caller, checkAllowance, tagObjects } from '@callboard/contracts';
import { type GatewayUnderTest, startGatewayUnderTest } from '../../test/gateway-under-test.builder';
import { OBJECT_ID, storedObject } from '../../test/stand-in-answers.fake';

let gateway: GatewayUnderTest;
let callers: Caller[];

beforeAll(async () => {
  gateway = await startGatewayUnderTest();
}, 30_000);
afterAll(() => gateway?.stop());
beforeEach(() => {
  callers = [];
  gateway.services.answer(tagObjects, ({ items }, caller) => {
    callers.push(caller);
    return { items: items.map(({ object_id }) => accepted(storedObject(object_id))) };
  });
});

const tag = async (as: keyof GatewayUnderTest['tokens']): Promise<number> =>
  (await gateway.call('PUT', `/objects/${OBJECT_ID}/types`, { as, body: ['test'] })).status;

describe('an allowance (design 7)', () => {
  it('is told to the service that decides, of a user and of a site client by its id', async () => {
    const asked: string[] = [];
    gateway.services.answer(checkAllowance, ({ username, action }) => {
      asked.push(`${username} ${action}`);
      return { allowed: username === 'sys0nersc' };
    });
    expect([await tag('eve'), await tag('nersc')]).toEqual([200, 200]);
    expect(asked).toEqual(['eve /objects/types', 'sys0nersc /objects/types']);
    expect(callers).toEqual([
      { kind: 'user', username: 'eve', administers: [] },
      { kind: 'site', siteId: 'NERSC', clientId: 'sys0nersc', allowances: ['/objects/types'] },
    ]);
  });

  it('counts for nothing while the service sites is down', async () => {
    await gateway.services.stop('sites');
    expect(await tag('ada')).toBe(200);
    expect(callers).toEqual([{ kind: 'user', username: 'ada', administers: expect.any(Array) as unknown }]);
    await gateway.services.restart();
  });
});
