import { defineEvent, eventDurable } from '@callboard/contracts';
import { silentLog } from '@callboard/kernel';
import { eventually, testBroker, type TestBroker } from '@callboard/testing';
import { Controller, type INestMicroservice, Inject, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import type { JetStreamManager, NatsConnection } from 'nats';
import { z } from 'zod';
import type { DeadLetter } from './dead-letters';
import { EventPublisher } from './event-publisher';
import { type EventContext, OnEvent } from './handlers';
import { checkNats, connectToNats } from './nats-connection';
import { NatsTransport, type NatsTransportOptions } from './nats-transport';

const payload = z.object({ items: z.array(z.object({ name: z.string() })) });
export const thingsChanged = defineEvent('objects', 'things-changed', payload);
const durable = eventDurable('jobs', thingsChanged.subject);

/** What the service under test does with each thing, and with dead letters; tests replace it. */
export class Behaviour {
  handled: string[] = [];
  letters: DeadLetter[] = [];
  handle: (name: string, context: EventContext) => Promise<void> = async (name) =>
    void this.handled.push(name);
  keep: (letter: DeadLetter) => Promise<void> = async (letter) => void this.letters.push(letter);
}

@Controller()
class ThingsConsumer {
  constructor(@Inject(Behaviour) private readonly behaviour: Behaviour) {}

  @OnEvent(thingsChanged)
  async onThings({ items }: z.infer<typeof payload>, context: EventContext): Promise<void> {
    for (const { name } of items) await this.behaviour.handle(name, context);
  }
}

@Module({})
class ThingsModule {}

/** A broker, and as many processes of a service `jobs` that hears `thingsChanged` as a test starts. */
export class ThingsWorld {
  behaviour = new Behaviour();
  private services: INestMicroservice[] = [];
  private serial = 0;

  private constructor(
    readonly broker: TestBroker,
    readonly connection: NatsConnection,
    readonly jsm: JetStreamManager,
  ) {}

  static async open(): Promise<ThingsWorld> {
    const broker = await testBroker();
    const connection = await connectToNats({ ...broker.service, name: 'test', log: silentLog });
    return new ThingsWorld(broker, connection, await connection.jetstreamManager());
  }

  async close(): Promise<void> {
    await this.connection.close();
    await this.broker.stop();
  }

  /** Ends the services of a test and forgets what it did. */
  async reset(): Promise<void> {
    await Promise.all(this.services.map((service) => service.close()));
    this.services = [];
    this.behaviour = new Behaviour();
    await this.connected();
    await this.jsm.streams.delete(thingsChanged.stream);
  }

  async serve(more: Partial<NatsTransportOptions> = {}): Promise<INestMicroservice> {
    const { behaviour, connection } = this;
    const deadLetters = {
      keep: (letter: DeadLetter) => behaviour.keep(letter),
      isHopeless: (error: unknown) => error instanceof RangeError,
    };
    const options = {
      connection,
      service: 'jobs',
      log: silentLog,
      deadLetters,
      ackWaitMs: 1000,
      ...more,
    } as const;
    const provider = { provide: Behaviour, useValue: behaviour };
    const service = await NestFactory.createMicroservice<MicroserviceOptions>(
      { module: ThingsModule, controllers: [ThingsConsumer], providers: [provider] },
      { strategy: new NatsTransport(options), logger: false },
    );
    await service.listen();
    this.services.push(service);
    return service;
  }

  /** Publishes one thing and gives back the id of the event. */
  async publish(name: string, more: { id?: string; traceparent?: string } = {}): Promise<string> {
    this.serial += 1;
    const id = more.id ?? `${name}-${this.serial}`;
    const event = {
      subject: thingsChanged.subject,
      service: 'objects',
      time: new Date(0),
      ...more,
      id,
    } as const;
    await new EventPublisher(this.connection).publish({ ...event, payload: { items: [{ name }] } });
    return id;
  }

  /** How many events wait, or are delivered and not yet settled. */
  async unsettled(): Promise<number> {
    const info = await this.jsm.consumers.info(thingsChanged.stream, durable);
    return info.num_pending + info.num_ack_pending;
  }

  async allSettled(): Promise<void> {
    await eventually('every event settled', async () => (await this.unsettled()) === 0);
  }

  /** What is sent while there is no connection is lost: wait for it before asking the broker anything. */
  async connected(): Promise<void> {
    await eventually('the connection', () => checkNats(this.connection).then(() => true));
  }

  async deleteDurable(): Promise<void> {
    await this.jsm.consumers.delete(thingsChanged.stream, durable);
  }
}
