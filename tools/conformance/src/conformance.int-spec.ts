import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CHECKS } from './checks';
import type { Row } from './check';
import { runChecks } from './runner';
import { Stage } from './stage';

const servers: Server[] = [];
afterAll(() => servers.forEach((server) => void server.closeAllConnections()));
afterAll(() => Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve)))));

/** Plays all checks to a gateway that answers everything alike. */
async function playTo(listener: RequestListener): Promise<Row[]> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const site = { siteId: 'lab', clientId: 'c', clientSecret: 's' };
  const admin = { username: 'admin', password: 'p' };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stage = new Stage({ url, site, admin });
  return runChecks(CHECKS, stage, () => undefined);
}

const answering =
  (status: number, body: unknown): RequestListener =>
  (request, reply) => {
    const token = { access_token: 'x', token_type: 'bearer', expires: { days: 1 } };
    const isToken = request.url === '/token';
    request.resume().on('end', () => {
      reply.writeHead(isToken ? 200 : status, { 'content-type': 'application/json' });
      reply.end(JSON.stringify(isToken ? token : body));
    });
  };

const namesOf = (rows: Row[], kind: string): string[] =>
  rows.filter(({ outcome }) => outcome.kind === kind).map(({ name }) => name);

describe('the checks', () => {
  it('have names of their own, and sections of the contract', () => {
    expect(new Set(CHECKS.map(({ name }) => name)).size).toBe(CHECKS.length);
    for (const { section } of CHECKS) expect(section).toMatch(/^\d+(\.\d+)?$/);
  });

  it.each([
    ['200 and an empty object', 200, {}, 6],
    ['200 and an empty list', 200, [], 6],
    ['200 and an empty page', 200, { resources: [], next_page_token: null }, 12],
    ['404 as of an unknown path', 404, { detail: 'Not Found' }, 6],
    ['403', 403, { detail: 'no' }, 6],
    ['500 in words', 500, 'Internal Server Error', 6],
  ])('nearly all of them see through a gateway that always answers %s', async (_, status, body, most) => {
    const rows = await playTo(answering(status, body));
    // The token call is answered well, and a few checks hold only that something is refused, or that nothing is there.
    expect(namesOf(rows, 'ok').length).toBeLessThanOrEqual(most);
    expect(namesOf(rows, 'differs').length).toBeGreaterThan(20);
  });

  it('tell what does not answer at all', async () => {
    const rows = await playTo((request) => request.socket.destroy());
    expect(namesOf(rows, 'ok')).toEqual([]);
    expect(JSON.stringify(rows[0]?.outcome)).toContain('does not answer');
  });
});
