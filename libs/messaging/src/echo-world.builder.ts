import { type Caller, defineRequest, listText, subjectToken } from '@callboard/contracts';
import { DomainError, type Log, silentLog } from '@callboard/kernel';
import { testBroker, type TestBroker } from '@callboard/testing';
import { Controller, type INestMicroservice, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import type { NatsConnection } from 'nats';
import { z } from 'zod';
import { OnRequest, type RequestContext } from './handlers';
import { connectToNats } from './nats-connection';
import { NatsTransport } from './nats-transport';
import type { KeyedRequest } from './reply-keeper';
import { RequestClient } from './request-client';

const input = z.object({
  say: z.string().max(10),
  bytes: z.int().optional(),
  tail_bytes: z.int().optional(),
});
const output = z.object({
  heard: z.string(),
  caller: z.unknown(),
  traceparent: z.string(),
  door: z.string(),
  ...listText,
});

/** Gives back what it heard, and from whom. */
export const echoThings = defineRequest('jobs', 'echo-things', {
  input,
  output,
  forSites: true,
  idempotency: 'by-key',
});
/** Answers when `releaseHeld` is called. */
export const holdThings = defineRequest('jobs', 'hold-things', { input, output: z.object({}) });

const held: (() => void)[] = [];
export const heldRequests = (): number => held.length;
export const releaseHeld = (): void => held.splice(0).forEach((release) => release());

@Controller()
class EchoRequests {
  @OnRequest(echoThings)
  async echo(
    { say, bytes, tail_bytes }: z.infer<typeof input>,
    context: RequestContext,
  ): Promise<z.infer<typeof output>> {
    if (say === 'refuse') throw new DomainError('job-claimed', 'another site holds it', { by: 'x' });
    if (say === 'break') throw new Error('password=hunter2');
    if (say === 'lie') return { heard: 1 } as never;
    const heard = bytes === undefined ? say : 'x'.repeat(bytes);
    return { heard, ...context, ...(tail_bytes !== undefined && { tail: Buffer.alloc(tail_bytes, '"') }) };
  }

  @OnRequest(holdThings)
  async hold(): Promise<Record<string, never>> {
    await new Promise<void>((release) => held.push(release));
    return {};
  }
}

@Module({ controllers: [EchoRequests] })
class EchoModule {}

/** Takes the id of a site for its token. */
async function verifySite(token: string | undefined, siteToken: string): Promise<Caller> {
  if (token === undefined) throw new DomainError('unauthenticated', 'no token');
  if (subjectToken(token) !== siteToken) throw new DomainError('forbidden', 'another site');
  return { kind: 'site', siteId: token, clientId: 'c1' };
}

/** A broker, a service `jobs` that echoes (at most four requests in flight), and a client. */
export class EchoWorld {
  readonly errors: object[] = [];
  /** What came with a key, and is answered as ever. */
  readonly keyed: KeyedRequest[] = [];
  private readonly log: Log = { ...silentLog, error: (fields) => void this.errors.push(fields) };
  private connections: NatsConnection[] = [];

  private constructor(readonly broker: TestBroker) {}

  static async open(): Promise<EchoWorld> {
    return new EchoWorld(await testBroker({ sites: ['site-a', 'site-b'] }));
  }

  async close(): Promise<void> {
    await Promise.all(this.connections.map((connection) => connection.close()));
    await this.broker.stop();
  }

  async connect(site?: string): Promise<NatsConnection> {
    const login = site === undefined ? this.broker.service : this.broker.site(site);
    const inbox = site === undefined ? {} : { inboxPrefix: `_INBOX_${site}` };
    const connection = await connectToNats({ ...login, ...inbox, name: site ?? 'test', log: this.log });
    this.connections.push(connection);
    return connection;
  }

  async client(): Promise<RequestClient> {
    return new RequestClient(await this.connect());
  }

  async serve(): Promise<INestMicroservice> {
    const { log } = this;
    const deadLetters = { keep: () => Promise.reject(new Error('there are no events here')) };
    const connection = await this.connect();
    const strategy = new NatsTransport({
      connection,
      service: 'jobs',
      log,
      verifySite,
      deadLetters,
      replyKeeper: {
        once: (request, work) => {
          this.keyed.push(request);
          return work();
        },
      },
      maxInFlight: 4,
    });
    const service = await NestFactory.createMicroservice<MicroserviceOptions>(EchoModule, {
      strategy,
      logger: false,
    });
    await service.listen();
    return service;
  }
}
