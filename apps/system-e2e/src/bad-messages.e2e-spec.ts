import { randomUUID } from 'node:crypto';
import {
  type EventContract,
  EVENTS,
  eventDurable,
  HEADERS,
  REQUESTS,
  type RequestContract,
  SERVICES,
  type ServiceName,
  siteRequestSubject,
  statusOf,
} from '@callboard/contracts';
import { eventually } from '@callboard/testing';
import { ErrorCode, type JetStreamManager, type NatsConnection, NatsError } from 'nats';
import { Client as Database } from 'pg';
import { badBodiesFor } from './support/bad-input/bad-bodies';
import { TokenForge } from './support/bad-input/forged-tokens';
import {
  ask,
  asRuntimeSite,
  asService,
  type HeaderTexts,
  headersOf,
  type Refusal,
} from './support/bad-input/nats-wire';
import { sampleOf } from './support/bad-input/sample';
import { Seeded } from './support/bad-input/seeded';
import { pidsOf } from './support/bad-input/stack-vitals';
import { Client, fastaObject } from './support/client';
import { startTestStack, type TestStack } from './support/test-stack';

const SITE = 'nmdc-runtime';
const MEBIBYTE = 1024 * 1024;
const seeded = Seeded.ofThisRun();
const named = <C extends { subject: string }>(contracts: readonly C[]) =>
  contracts.map((contract) => [contract.subject, contract] as const);
/** What holds for every request of a service alike is tried on one. */
const oneEach = SERVICES.flatMap((name) => REQUESTS.find((request) => request.service === name) ?? []);
const forSites = REQUESTS.filter((request) => request.forSites);

let test: TestStack;
let service: NatsConnection;
let site: NatsConnection;
let jsm: JetStreamManager;
let forge: TokenForge;
let pids: Record<string, number | undefined>;

beforeAll(async () => {
  test = await startTestStack();
  [service, site, forge] = await Promise.all([
    asService(test.stack),
    asRuntimeSite(test.stack),
    TokenForge.of(test.stack),
  ]);
  jsm = await service.jetstreamManager();
  pids = pidsOf(test.stack);
}, 120_000);

afterAll(async () => {
  await Promise.all([service?.close(), site?.close()]);
  await test?.stop();
}, 60_000);

const siteToken = (): string =>
  forge.token({ sub: `client:${test.stack.secrets.runtimeClientId}`, site: SITE });
const callerText = (caller: unknown): string => Buffer.from(JSON.stringify(caller)).toString('base64url');
const asAdmin = { [HEADERS.caller]: callerText({ kind: 'user', username: 'admin', administers: [SITE] }) };

/** What is wrong with a reply: it must be a refusal that blames the asker; what fits may also succeed. */
function faultOf(reply: Refusal, fits: boolean): string | undefined {
  if (reply.ok === true) return fits ? undefined : 'was taken';
  const { code, message } = reply.error ?? {};
  if (code === undefined || typeof message !== 'string' || message === '')
    return `is no reply: ${JSON.stringify(reply)}`;
  const status = statusOf(code);
  return status >= 400 && status < 500 ? undefined : `was refused with ${code}: ${message}`;
}

interface Question {
  name: string;
  subject: string;
  body: Uint8Array;
  headers: HeaderTexts;
  fits: boolean;
}

/** Asks all, several at once, and gives what was wrong. */
async function faultsOf(connection: NatsConnection, questions: readonly Question[]): Promise<string[]> {
  const faults: string[] = [];
  const rest = [...questions];
  const asker = async (): Promise<void> => {
    for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
      const { name, subject, body, headers, fits } = next;
      const fault = await ask(connection, subject, body, headers).then(
        (reply) => faultOf(reply, fits),
        (error: unknown) => `was not answered: ${String(error)}`,
      );
      if (fault !== undefined) faults.push(`seed ${seeded.seed}: ${name} ${fault}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, asker));
  return faults;
}

const questionsTo = (
  subject: string,
  { input }: RequestContract<unknown, unknown>,
  headers: HeaderTexts,
): Question[] => badBodiesFor(input, seeded).map((each) => ({ ...each, subject, headers }));

describe('bad requests between services (design 4)', () => {
  it.each(named(REQUESTS))(
    '%s refuses them in words, with a code that blames the asker',
    async (subject, contract) => {
      expect(await faultsOf(service, questionsTo(subject, contract, asAdmin))).toEqual([]);
    },
  );

  it.each(named(oneEach))('%s refuses almost as much as a message may hold', async (subject) => {
    const limit = (service.info?.max_payload ?? 0) - 10_000;
    const large = [
      Buffer.alloc(limit, ' '),
      Buffer.alloc(limit, '['),
      Buffer.from(`{"x":"${'x'.repeat(limit - 10)}"}`),
    ];
    const questions = large.map((body, at) => ({
      name: `large ${at}`,
      subject,
      body,
      headers: asAdmin,
      fits: at === 2,
    }));
    expect(await faultsOf(service, questions)).toEqual([]);
  });

  it.each(named(REQUESTS))('%s refuses headers that no caller sends', async (subject, { input }) => {
    const body = Buffer.from(JSON.stringify(sampleOf(input)));
    const callers: Record<string, string> = {
      'no base64': '%%%',
      'no JSON': Buffer.from('{').toString('base64url'),
      'no caller': callerText({ kind: 'root' }),
      'a user without a name': callerText({ kind: 'user' }),
      'a list': callerText([]),
      'deep JSON': Buffer.from('['.repeat(50_000)).toString('base64url'),
      'a name with NUL': callerText({ kind: 'user', username: 'a\u0000', administers: [] }),
      'a name with a lone surrogate': callerText({ kind: 'site', siteId: '\ud800', clientId: 'c' }),
      'a long name': callerText({ kind: 'service', service: 'x'.repeat(100_000) }),
    };
    const asCallers = Object.entries(callers).map(([name, text]) => ({
      name,
      headers: { [HEADERS.caller]: text },
    }));
    const asTraces = ['', 'nonsense', `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01`, 'x'.repeat(50_000)].map(
      (text) => ({
        name: `traceparent ${text.slice(0, 20)}`,
        headers: { ...asAdmin, [HEADERS.traceparent]: text },
      }),
    );
    const questions = [...asCallers, ...asTraces].map((each) => ({ ...each, subject, body, fits: true }));
    expect(await faultsOf(service, questions)).toEqual([]);
  });
});

describe('bad requests of sites (design 4, site-identity)', () => {
  it.each(named(forSites))('%s refuses bad input by the door of sites', async (_subject, contract) => {
    const subject = siteRequestSubject(SITE, contract.verb);
    const headers = { [HEADERS.token]: siteToken() };
    expect(await faultsOf(site, questionsTo(subject, contract, headers))).toEqual([]);
  });

  it.each(named(forSites))(
    '%s refuses forged tokens, whatever the caller header says',
    async (_subject, { verb, input }) => {
      const subject = siteRequestSubject(SITE, verb);
      const body = Buffer.from(JSON.stringify(sampleOf(input)));
      const forged = forge.forged({ sub: `client:${test.stack.secrets.runtimeClientId}`, site: SITE });
      const tokens = {
        ...forged,
        'another site': `Bearer ${forge.token({ sub: 'client:c', site: 'another' })}`,
        'a user': `Bearer ${forge.token({ sub: 'user:admin' })}`,
      };
      const bearers = Object.entries(tokens).filter(([, text]) => text.startsWith('Bearer '));
      const questions = bearers.map(([name, text]) => {
        const headers = {
          ...asAdmin,
          [HEADERS.token]: text.replace(/^Bearer /, '').replace(/[\t\r\n]/g, ''),
        };
        return { name, subject, body, headers, fits: false };
      });
      expect(await faultsOf(site, questions)).toEqual([]);
    },
  );

  it.each(named(REQUESTS))('%s cannot be reached by a site at all', async (subject) => {
    const refused: unknown = await site
      .request(subject, '{}', { timeout: 5_000 })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(NatsError);
    expect((refused as NatsError).code).toBe(ErrorCode.PermissionsViolation);
  });

  it('nobody answers a site what is not for sites, nor in the name of another site', async () => {
    const verb = REQUESTS.find((request) => !request.forSites)?.verb ?? '';
    const silent: unknown = await site
      .request(siteRequestSubject(SITE, verb), '{}', { timeout: 5_000 })
      .catch((error: unknown) => error);
    expect((silent as NatsError).code).toBe(ErrorCode.NoResponders);
    const other: unknown = await site
      .request(siteRequestSubject('another', forSites[0]?.verb ?? ''), '{}', { timeout: 5_000 })
      .catch((error: unknown) => error);
    expect((other as NatsError).code).toBe(ErrorCode.PermissionsViolation);
  });
});

describe('bad events (design 4)', () => {
  it.each(named(EVENTS))(
    '%s: what can never be handled becomes a dead letter, once, and the rest goes on',
    async (subject, contract) => {
      const consumers = await consumersOf(contract);
      const sent = eventsOf(contract);
      const jetstream = service.jetstream();
      for (const { body, headers } of sent)
        await jetstream.publish(subject, body, { headers: headersOf(headers) });
      for (const consumer of consumers) await expectSettled(consumer, contract, sent);
    },
    90_000,
  );
});

interface SentEvent {
  name: string;
  id: string;
  body: Uint8Array;
  headers: HeaderTexts;
  fits: boolean;
}

function eventsOf({ payload, subject, service: source }: EventContract<unknown>): SentEvent[] {
  const usual = (id: string): HeaderTexts => ({
    [HEADERS.eventSpec]: '1.0',
    [HEADERS.eventId]: id,
    [HEADERS.eventType]: subject,
    [HEADERS.eventSource]: `/callboard/${source}`,
    [HEADERS.eventTime]: new Date().toISOString(),
  });
  const bodies = badBodiesFor(payload, seeded).map((each) => {
    const id = randomUUID();
    return { ...each, id, headers: usual(id) };
  });
  const bad = Buffer.from('{');
  const withHeaders = (name: string, headers: HeaderTexts): SentEvent => ({
    name,
    id: headers[HEADERS.eventId] ?? '',
    body: bad,
    headers,
    fits: false,
  });
  const odd = [
    withHeaders('no headers', {}),
    withHeaders('a long id', usual(`${randomUUID()}${seeded.bytes(5_000).toString('hex')}`)),
    withHeaders('an id of marks', usual(`${randomUUID()}'"; drop table dead_letters; -- \u2028`)),
    withHeaders('a time that is none', { ...usual(randomUUID()), [HEADERS.eventTime]: 'yesterday' }),
    withHeaders('a forged trace', { ...usual(randomUUID()), [HEADERS.traceparent]: 'x'.repeat(10_000) }),
  ];
  const large = { name: 'large', id: randomUUID(), body: Buffer.alloc(7 * MEBIBYTE, '['), fits: false };
  return [...bodies, ...odd, { ...large, headers: usual(large.id) }];
}

async function consumersOf(contract: EventContract<unknown>): Promise<ServiceName[]> {
  const names = new Set<string>();
  for await (const { name } of jsm.consumers.list(contract.stream)) names.add(name);
  return SERVICES.filter((each) => names.has(eventDurable(each, contract.subject)));
}

async function expectSettled(
  consumer: ServiceName,
  contract: EventContract<unknown>,
  sent: SentEvent[],
): Promise<void> {
  await eventually(
    `${consumer} has settled all of ${contract.subject}`,
    async () => {
      const info = await jsm.consumers.info(contract.stream, eventDurable(consumer, contract.subject));
      if (info.num_pending + info.num_ack_pending > 0)
        throw new Error(`${info.num_pending} wait, ${info.num_ack_pending} are not acknowledged`);
      return true;
    },
    { timeoutMs: 60_000 },
  );
  const letters = await lettersOf(consumer, contract.subject);
  const kept = (id: string): number =>
    letters.filter((letter) => letter.event_id?.slice(0, 36) === id.slice(0, 36)).length;
  const must = sent.filter(({ fits, id }) => !fits && id !== '');
  expect(must.filter(({ id }) => kept(id) !== 1).map(({ name }) => name)).toEqual([]);
  expect(sent.filter(({ id }) => id !== '' && kept(id) > 1)).toEqual([]);
  expect(letters.filter((letter) => letter.event_id === null)).toHaveLength(1);
}

async function lettersOf(consumer: ServiceName, subject: string): Promise<{ event_id: string | null }[]> {
  const client = new Database({ connectionString: test.stack.servers.databaseUrl(consumer) });
  await client.connect();
  try {
    return (
      await client.query<{ event_id: string | null }>(
        'select event_id from dead_letters where subject = $1',
        [subject],
      )
    ).rows;
  } finally {
    await client.end();
  }
}

describe('after thousands of bad messages', () => {
  it('every process is alive and works', async () => {
    expect(pidsOf(test.stack)).toEqual(pids);
    expect(test.reports.filter((line) => line.includes('died'))).toEqual([]);
    for (const process of test.stack.processes) {
      expect([process.plan.name, (await fetch(`${process.healthUrl}/health/ready`)).status]).toEqual([
        process.plan.name,
        200,
      ]);
    }
    const client = await Client.asRuntimeSite(test.stack);
    const object = await client.call<{ id: string }>('POST', '/objects', fastaObject(test.files));
    const tagged = await client.call('PUT', `/objects/${object.body.id}/types`, ['sequence-reads']);
    expect(tagged.status).toBe(200);
    await eventually(
      'an object that is tagged becomes a job, and the job succeeds',
      async () => {
        const jobs = await client.jobs();
        const job = jobs.find(({ config }) => config.object_id === object.body.id);
        if (job?.state !== 'succeeded')
          throw new Error(`${jobs.length} jobs, this one: ${JSON.stringify(job)}`);
        return true;
      },
      { timeoutMs: 60_000 },
    );
  }, 90_000);
});
