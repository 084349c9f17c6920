import { siteRequestSubject } from '@callboard/contracts';
import { connect, type NatsConnection } from 'nats';
import { testBroker, type TestBroker, type TestLogin } from './test-broker';

const open = ({ url, user, password }: TestLogin, more: object = {}): Promise<NatsConnection> =>
  connect({ servers: url, user, pass: password, ...more });

describe('testBroker', () => {
  let broker: TestBroker;
  beforeAll(async () => {
    broker = await testBroker({ sites: ['NERSC'] });
  });
  afterAll(() => broker.stop());

  it('lets a site ask services, and only on its own subjects', async () => {
    const service = await open(broker.service);
    const site = await open(broker.site('NERSC'), { inboxPrefix: '_INBOX_NERSC' });
    service.subscribe('site.*.*.v1', { callback: (_, message) => message.respond('heard') });
    const answer = await site.request(siteRequestSubject('NERSC', 'claim-jobs'));
    expect(answer.string()).toBe('heard');
    const refused = site.request(siteRequestSubject('EMSL', 'claim-jobs'), '', { timeout: 2_000 });
    await expect(refused).rejects.toThrow(/permission|timeout/i);
    await Promise.all([site.close(), service.close()]);
  });

  it('refuses a site that it was not started with', () => {
    expect(() => broker.site('EMSL')).toThrow('without the site EMSL');
  });

  it('keeps streams over a restart and a kill, and loses them with its data folder', async () => {
    const names = async (): Promise<string[]> => {
      const connection = await open(broker.service);
      const manager = await connection.jetstreamManager();
      const { streams } = { streams: await manager.streams.names().next() };
      await connection.close();
      return streams;
    };
    const connection = await open(broker.service);
    await (await connection.jetstreamManager()).streams.add({ name: 'KEPT', subjects: ['kept.>'] });
    await connection.close();
    await broker.restart();
    expect(await names()).toEqual(['KEPT']);
    await broker.kill();
    await broker.restart();
    expect(await names()).toEqual(['KEPT']);
    await broker.wipeAndRestart();
    expect(await names()).toEqual([]);
  });
});
