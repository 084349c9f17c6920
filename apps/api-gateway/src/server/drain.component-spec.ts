import { connect } from 'node:net';
import { listJobs } from '@callboard/contracts';
import { eventually } from '@callboard/testing';
import { type GatewayUnderTest, startGatewayUnderTest } from '../../test/gateway-under-test.builder';

let gateway: GatewayUnderTest;
beforeAll(async () => {
  gateway = await startGatewayUnderTest();
}, 30_000);
afterAll(() => gateway?.stop());

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: callboard\r\n\r\n`;

describe('a gateway that is told to stop', () => {
  it('answers what comes on a connection that is open already, and closes it', async () => {
    const leaving = await gateway.start();
    const { hostname, port } = new URL(leaving.url);
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    let asked = false;
    gateway.services.answer(listJobs, async () => {
      asked = true;
      await gate;
      return { jobs: [], more: false };
    });
    const socket = connect(Number(port), hostname);
    let heard = '';
    socket.on('data', (data) => (heard += data.toString()));
    const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
    socket.write(get('/jobs'));
    await eventually('the first request to reach the service', () => asked);
    const stopped = leaving.stop();
    await eventually('nobody to be let in any more', () =>
      fetch(`${leaving.url}/version`).then(
        () => false,
        () => true,
      ),
    );
    socket.write(get('/version'));
    open();
    await closed;
    await stopped;
    expect(heard.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200']);
    expect(heard).toContain('callboard');
  });
});
