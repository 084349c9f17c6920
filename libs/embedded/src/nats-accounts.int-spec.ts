import { rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  AckPolicy,
  connect,
  Events,
  RetentionPolicy,
  StringCodec,
  type ConsumerInfo,
  type JsMsg,
  type NatsConnection,
} from 'nats';
import { brokerConfig, type SiteUser } from './broker-config';
import { freePort } from './free-port';
import { startNats, type EmbeddedNats } from './nats';
import { temporaryFolder } from './temporary-folder';

jest.setTimeout(60_000);

const codec = StringCodec();
const folder = temporaryFolder();
const trickyPassword = 'se"cr\\et } #$x \t☃';
const pulls = '$JS.API.CONSUMER.MSG.NEXT.WORK.*';
const nextBell = '$JS.API.CONSUMER.MSG.NEXT.WORK.w1';

function site(user: string): SiteUser {
  const publish = [`site.${user}.*.v1`, pulls];
  return {
    user,
    password: `${user}-password`,
    publish,
    subscribe: [`_INBOX_${user}.>`, `to-site.${user}.>`],
  };
}

function configFor(port: number): string {
  return brokerConfig({
    port,
    storeDir: join(folder, 'js'),
    syncInterval: 'always',
    services: [{ user: 'svc', password: trickyPassword }],
    sites: [site('alpha'), site('beta')],
    exports: {
      services: [
        { subject: 'site.*.*.v1' },
        { subject: pulls, responseType: 'stream', threshold: '1m' },
        { subject: '$JS.ACK.WORK.*.>' },
        { subject: '$JS.ACK.*.*.WORK.*.>' },
      ],
      streams: ['to-site.>'],
    },
  });
}

let server: EmbeddedNats;
const connections: NatsConnection[] = [];

async function login(user: string, pass: string): Promise<NatsConnection> {
  const inboxPrefix = user === 'svc' ? '_INBOX' : `_INBOX_${user}`;
  const connection = await connect({ servers: server.url, user, pass, inboxPrefix, reconnect: false });
  connections.push(connection);
  return connection;
}
const service = (): Promise<NatsConnection> => login('svc', trickyPassword);
const asSite = (user: string): Promise<NatsConnection> => login(user, `${user}-password`);

const NOBODYS = 'nobodys.subject';

/**
 * The first subject the broker refuses, in its order: that of the attempt, or, where it let the attempt pass,
 * the one that follows and belongs to nobody.
 */
async function firstDenied(connection: NatsConnection, attempt: () => void): Promise<string | undefined> {
  const status = connection.status();
  attempt();
  connection.publish(NOBODYS);
  for await (const event of status) {
    if (event.type === Events.Error) return event.permissionContext?.subject;
  }
  return undefined;
}

/** Sites have no right to ask for a consumer's description, so they go without. */
function pull(connection: NatsConnection): Promise<JsMsg | null> {
  const durable = { stream_name: 'WORK', name: 'w1', config: {} } as ConsumerInfo;
  return connection.jetstream().consumers.getPullConsumerFor(durable).next({ expires: 5_000 });
}

beforeAll(async () => {
  const port = await freePort();
  server = await startNats({ config: configFor(port), dir: folder, port });
  const manager = await (await service()).jetstreamManager();
  await manager.streams.add({ name: 'WORK', subjects: ['work.*'], retention: RetentionPolicy.Workqueue });
  await manager.consumers.add('WORK', { durable_name: 'w1', ack_policy: AckPolicy.Explicit });
});
afterEach(async () => {
  await Promise.all(connections.splice(0).map((connection) => connection.close()));
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('the two accounts', () => {
  it('let services in by a password with every troublesome character, and nobody without', async () => {
    await expect(service()).resolves.toBeDefined();
    await expect(login('svc', 'wrong')).rejects.toThrow(/Authorization/);
    await expect(connect({ servers: server.url, reconnect: false })).rejects.toThrow(/Authorization/);
  });

  it('carry a request of a site to a service, and news to that site alone', async () => {
    const [svc, alpha, beta] = [await service(), await asSite('alpha'), await asSite('beta')];
    svc.subscribe('site.*.greet.v1', {
      callback: (_error, message) =>
        void message.respond(codec.encode(`hello ${message.subject.split('.')[1]}`)),
    });
    await svc.flush();
    const reply = await alpha.request('site.alpha.greet.v1', codec.encode(''), { timeout: 5_000 });
    expect(codec.decode(reply.data)).toBe('hello alpha');

    const heard = alpha.subscribe('to-site.alpha.>', { max: 1 });
    const betaHeard: string[] = [];
    beta.subscribe('to-site.beta.>', { callback: (_error, message) => void betaHeard.push(message.subject) });
    await Promise.all([alpha.flush(), beta.flush()]);
    svc.publish('to-site.alpha.operation-ended.v1');
    for await (const message of heard) expect(message.subject).toBe('to-site.alpha.operation-ended.v1');
    await beta.flush();
    expect(betaHeard).toEqual([]);
  });

  it('allow a site what is its own', async () => {
    const alpha = await asSite('alpha');
    expect(await firstDenied(alpha, () => alpha.publish('site.alpha.greet.v1'))).toBe(NOBODYS);
    expect(await firstDenied(alpha, () => void alpha.subscribe('to-site.alpha.x'))).toBe(NOBODYS);
  });

  it.each([
    'site.beta.greet.v1',
    'evt.objects.objects-changed.v1',
    'rpc.jobs.cancel-jobs.v1',
    'work.w1',
    'to-site.beta.operation-ended.v1',
    '$JS.API.INFO',
    '$JS.API.STREAM.DELETE.WORK',
    '$JS.API.CONSUMER.MSG.NEXT.EVT_OBJECTS.x',
    '$JS.ACK.WORK.w1.1.1.1.1.1',
    '_INBOX_beta.x',
  ])('deny a site to publish %s', async (subject) => {
    const alpha = await asSite('alpha');
    expect(await firstDenied(alpha, () => alpha.publish(subject))).toBe(subject);
  });

  it.each(['>', 'evt.>', 'site.alpha.>', 'to-site.beta.>', 'to-site.>', '_INBOX_beta.>', 'work.>', '$JS.>'])(
    'deny a site to hear %s',
    async (subject) => {
      const alpha = await asSite('alpha');
      expect(await firstDenied(alpha, () => void alpha.subscribe(subject))).toBe(subject);
    },
  );

  it('let a site pull its bells and acknowledge them', async () => {
    await (await service()).jetstream().publish('work.w1', codec.encode('bell'));
    const bell = await pull(await asSite('alpha'));
    expect(bell?.string()).toBe('bell');
    expect(await bell?.ackAck()).toBe(true);
  });

  it('keep a forged reply subject inside SITES; in APP itself the same forgery deletes a stream', async () => {
    const svc = await service();
    const manager = await svc.jetstreamManager();
    await manager.streams.add({ name: 'EVT', subjects: ['evt.>'] });
    svc.subscribe('site.*.greet.v1', { callback: (_error, message) => void message.respond() });
    await svc.flush();
    // An empty queue answers a pull with an empty message, which is a valid request to delete a stream.
    const forge = async (from: NatsConnection): Promise<void> => {
      from.publish(nextBell, codec.encode('{"no_wait":true}'), { reply: '$JS.API.STREAM.DELETE.EVT' });
      from.publish('site.alpha.greet.v1', codec.encode(''), { reply: 'evt.objects.forged.v1' });
      await from.flush();
    };
    const alpha = await asSite('alpha');
    await forge(alpha);
    await alpha.request('site.alpha.greet.v1', codec.encode(''), { timeout: 5_000 });
    expect((await manager.streams.info('EVT')).state.messages).toBe(0);

    const deletions = svc.subscribe('$JS.EVENT.ADVISORY.STREAM.DELETED.EVT', { max: 1 });
    await forge(svc);
    for await (const _deletion of deletions) expect(deletions.getProcessed()).toBe(1);
    await expect(manager.streams.info('EVT')).rejects.toThrow('stream not found');
  });
});
