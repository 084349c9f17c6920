import { listRunEvents, ROUTES, type RunEvent, traceLineage } from '@callboard/contracts';
import { type GatewayUnderTest, startGatewayUnderTest } from '../../test/gateway-under-test.builder';
import { answerAsUsual } from '../../test/stand-in-answers.fake';
import { RUN_ID } from '../../test/stand-in-runs.fake';

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await startGatewayUnderTest();
}, 30_000);
afterAll(() => gateway?.stop());
beforeEach(() => answerAsUsual(gateway.services, [gateway.key.jwk]));
afterEach(() => expect(gateway.services.faults).toEqual([]));

async function get(path: string): Promise<[number, unknown]> {
  const response = await fetch(gateway.url + path);
  return [response.status, await response.json()];
}

describe('runs over HTTP', () => {
  it.each(['/runs/none', '/runs/none/events', '/runs/none/ops', '/lineage/runs/none'])(
    '%s is not found',
    async (path) => {
      expect(await get(path)).toMatchObject([404, { detail: 'Not found', code: 'not-found' }]);
    },
  );

  it('tell their events newest first, page by page', async () => {
    const [event] = (ROUTES.listRunEvents.example.reply as { resources: RunEvent[] }).resources;
    if (event === undefined) throw new Error('the example has no event');
    const all = Array.from({ length: 450 }, (_, at) => ({ ...event, n: 450 - at }));
    gateway.services.answer(listRunEvents, ({ before = 451, limit }) => {
      const rest = all.filter(({ n }) => n < before);
      return { items: rest.slice(0, limit), more: rest.length > limit };
    });
    const path = `/runs/${RUN_ID}/events?max_page_size=9999`;
    const [status, first] = await get(path);
    expect([status, first]).toMatchObject([200, { next_page_token: '251' }]);
    expect((first as { resources: object[] }).resources[0]).toEqual(event);
    const [, last] = await get(`${path}&page_token=51`);
    expect(last).toMatchObject({ next_page_token: null });
    expect((last as { resources: object[] }).resources).toHaveLength(50);
  });

  it('tell what became of an object', async () => {
    const { reply } = ROUTES.listObjectRuns.example;
    expect(await get('/objects/nmdc:sys0x/runs')).toEqual([200, reply]);
  });

  it.each([
    '/objects/o/runs?page_token=x',
    '/lineage',
    '/lineage?object_id=o&depth=11',
    '/lineage?object_id=o&depth=0',
    '/lineage?object_id=o&direction=sideways',
    `/runs/${RUN_ID}/events?page_token=x`,
  ])('%s is refused', async (path) => {
    expect((await get(path))[0]).toBe(422);
  });

  it('ask for lineage both ways, three steps far, unless it is said', async () => {
    const asked: object[] = [];
    gateway.services.answer(traceLineage, (input) => {
      asked.push(input);
      return { object_id: input.object_id, nodes: [], edges: [], more: false };
    });
    await get('/lineage?object_id=nmdc:sys0x');
    await get('/lineage?object_id=o&direction=upstream&depth=10');
    expect(asked).toEqual([
      { object_id: 'nmdc:sys0x', direction: 'both', depth: 3 },
      { object_id: 'o', direction: 'upstream', depth: 10 },
    ]);
  });
});
