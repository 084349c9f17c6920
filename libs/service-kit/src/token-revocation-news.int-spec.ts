import { type Revocation, tokensRevoked } from '@callboard/contracts';
import { silentLog } from '@callboard/kernel';
import { closeNats, connectToNats } from '@callboard/messaging';
import { eventually, testBroker, type TestBroker } from '@callboard/testing';
import type { NatsConnection } from 'nats';
import { TokenRevocationNews } from './token-revocation-news';
import { TokenRevocations } from './token-revocations';

const LATER = 4_000_000_000;

let broker: TestBroker;
let connection: NatsConnection;
let published: Revocation[] = [];
const revocations = new TokenRevocations(async () => published);
let prepared = 0;
const tokens = { prepare: async () => void (prepared += 1) };
let news: TokenRevocationNews;

beforeAll(async () => {
  broker = await testBroker();
  connection = await connectToNats({ ...broker.service, name: 'test', log: silentLog });
  news = new TokenRevocationNews(connection, revocations, tokens, silentLog);
  news.onApplicationBootstrap();
  // Nobody asks: it loads what is needed by itself.
  await eventually('the first load', () => prepared > 0);
}, 30_000);

afterAll(async () => {
  await news?.onModuleDestroy();
  await closeNats(connection);
  await broker?.stop();
});

/** How long it took until a subject was refused, in ms. */
async function untilRefused(subject: string): Promise<number> {
  const start = performance.now();
  await eventually(`${subject} to be refused`, () =>
    revocations.check(subject).then(
      () => false,
      () => true,
    ),
  );
  return performance.now() - start;
}

describe('revocations within two seconds (design 7)', () => {
  it('are heard as they happen, and news that cannot be read harms nothing', async () => {
    connection.publish(tokensRevoked.subject, 'nonsense');
    const items = [{ subject: 'client:heard', until: LATER }];
    connection.publish(tokensRevoked.subject, JSON.stringify({ items }));
    expect(await untilRefused('client:heard')).toBeLessThan(2_000);
  });

  it('are found by loading again when the news was lost, such as with the connection', async () => {
    await broker.restart();
    published = [{ subject: 'client:lost', until: LATER }];
    expect(await untilRefused('client:lost')).toBeLessThan(2_000);
  });
});
