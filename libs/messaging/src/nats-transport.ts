import type { EventContract, RequestContract, ServiceName } from '@callboard/contracts';
import type { Log } from '@callboard/kernel';
import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { Events, type JetStreamManager, type NatsConnection } from 'nats';
import { isObservable, lastValueFrom } from 'rxjs';
import { type DeadLetter, type DeadLetterSink, Reject } from './dead-letters';
import { EventConsumer } from './event-consumer';
import { EventDelivery } from './event-delivery';
import { GivenUpEvents } from './given-up-events';
import { type EventHandler, NATS_TRANSPORT, type RequestHandler } from './handlers';
import { linkOf } from './link';
import { silentObserver, type TransportObserver } from './observer';
import { handleLetter } from './handle-letter';
import type { ReplyKeeper } from './reply-keeper';
import { RequestServer } from './request-server';
import type { SiteVerifier } from './site-door';

export interface NatsTransportOptions {
  connection: NatsConnection;
  /** Whose requests are answered, and in whose name events are heard. */
  service: ServiceName;
  log: Log;
  /** Who verifies sites; without it nothing is served on `site.…`. */
  verifySite?: SiteVerifier;
  deadLetters: DeadLetterSink;
  /** Who keeps replies by the keys of their requests; without one keys are passed over. */
  replyKeeper?: ReplyKeeper | undefined;
  /** Requests in flight above which further ones are `overloaded`; 256 unless told. */
  maxInFlight?: number;
  /** Events of one subject handled at once; 16 unless told. */
  maxConcurrentEvents?: number;
  /** Failures after which an event becomes a dead letter; 20 unless told, which are some 7 minutes. */
  maxDeliveries?: number;
  /** Deliveries after which the broker gives an event up, whatever came of them; see stream-topology.ts. */
  maxDeliver?: number;
  /** Milliseconds between two looks for events that the broker gave up; 15,000 unless told. */
  givenUpEveryMs?: number;
  /** Milliseconds after which an event that nobody works on is delivered again; 10,000 unless told. */
  ackWaitMs?: number;
  /** Whether outputs are held against their contracts; true under NODE_ENV=test, else false. */
  validateOutput?: boolean;
  observer?: TransportObserver;
}

interface HeardEvent {
  readonly contract: EventContract<unknown>;
  readonly run: EventHandler<unknown>;
}

/**
 * Nest transport over NATS (design 1, decision 7): requests by core NATS with the service as queue group, events by
 * JetStream durables that are acknowledged after the handler. It does not own the connection.
 */
export class NatsTransport extends Server implements CustomTransportStrategy {
  override readonly transportId = NATS_TRANSPORT;
  private readonly requests: RequestServer;
  private readonly consumers: EventConsumer[] = [];
  private readonly deliveries: EventDelivery[] = [];
  private readonly heardEvents = new Map<string, HeardEvent>();
  private readonly answers: [RequestContract<unknown, unknown>, RequestHandler<unknown, unknown>][] = [];
  private givenUp: GivenUpEvents | undefined;

  constructor(private readonly options: NatsTransportOptions) {
    super();
    this.requests = new RequestServer({
      connection: options.connection,
      queue: options.service,
      log: options.log,
      verifySite: options.verifySite,
      replyKeeper: options.replyKeeper,
      maxInFlight: options.maxInFlight ?? 256,
      validateOutput: options.validateOutput ?? process.env.NODE_ENV === 'test',
      observer: options.observer ?? silentObserver,
    });
  }

  /** Called by Nest when the service starts: returns when every request and event of the service is listened to. */
  listen(done: (error?: unknown) => void): void {
    this.start().then(() => done(), done);
  }

  /** Stops taking requests and events and finishes what is in flight; the connection stays open. */
  async close(): Promise<void> {
    const consumers = this.consumers.splice(0);
    const stopping = consumers.map((consumer) => consumer.stop());
    await Promise.all([this.requests.drain(), this.givenUp?.stop(), ...stopping]);
    await Promise.all(this.deliveries.splice(0).map((delivery) => delivery.idle()));
  }

  /** Answers a request besides those of controllers, from the start on, such as one that a library serves for every service. */
  answer<I, O>(contract: RequestContract<I, O>, handler: RequestHandler<I, O>): void {
    this.answers.push([
      contract as RequestContract<unknown, unknown>,
      handler as RequestHandler<unknown, unknown>,
    ]);
  }

  /**
   * Has a dead letter handled once more by the service's own handler of its subject. Rejects with what the handler
   * threw, or with {@link Reject} when nobody here hears that subject.
   */
  async handleAgain(letter: Omit<DeadLetter, 'reason'>): Promise<void> {
    const heard = this.heardEvents.get(letter.subject);
    if (heard === undefined)
      throw new Reject(`the service ${this.options.service} hears no ${letter.subject}`);
    await handleLetter(heard.contract, heard.run, letter);
  }

  override on(): never {
    throw new Error('NatsTransport has no events of its own: watch the status() of its connection');
  }

  override unwrap<T>(): T {
    return this.options.connection as T;
  }

  private async start(): Promise<void> {
    const jsm = await this.options.connection.jetstreamManager({ checkAPI: false });
    for (const [subject, handler] of this.messageHandlers) {
      const contract: unknown = handler.extras?.contract;
      if (isEventContract(contract)) this.consumers.push(this.consumerOf(jsm, contract, handler));
      else if (isRequestContract(contract)) this.serve(contract, handler);
      else throw new Error(`the handler of ${subject} bears no contract: use @OnRequest or @OnEvent`);
    }
    for (const [contract, handler] of this.answers) this.requests.serve(contract, handler);
    void this.restartOnReconnect();
    this.givenUp = this.givenUpEvents(jsm);
    this.givenUp.start();
    await Promise.all([this.heard(), ...this.consumers.map((consumer) => consumer.start())]);
  }

  /** Until the broker knows of the subscriptions; one that is away hears of them when it is back. */
  private async heard(): Promise<void> {
    const { connection } = this.options;
    const link = linkOf(connection);
    if (link.isUp) await link.orLost(connection.flush()).catch(() => undefined);
  }

  private serve(contract: RequestContract<unknown, unknown>, handler: MessageHandler): void {
    if (contract.service !== this.options.service) {
      throw new Error(`${contract.subject} belongs to ${contract.service}, not to ${this.options.service}`);
    }
    this.requests.serve(contract, (input, context) => settled(handler(input, context)));
  }

  private consumerOf(
    jsm: JetStreamManager,
    contract: EventContract<unknown>,
    handler: MessageHandler,
  ): EventConsumer {
    const { connection, service, log, deadLetters } = this.options;
    const ackWaitMs = this.options.ackWaitMs ?? 10_000;
    const run = async (payload: unknown, context: unknown): Promise<void> => {
      await settled(handler(payload, context));
    };
    this.heardEvents.set(contract.subject, { contract, run });
    const delivery = new EventDelivery(contract, run, {
      link: linkOf(connection),
      log,
      deadLetters,
      ackWaitMs,
      maxDeliveries: this.options.maxDeliveries ?? 20,
      concurrency: this.options.maxConcurrentEvents ?? 16,
      observer: this.options.observer ?? silentObserver,
    });
    this.deliveries.push(delivery);
    const deliver = delivery.take.bind(delivery);
    const { maxDeliver } = this.options;
    return new EventConsumer({ connection, jsm, service, contract, log, ackWaitMs, maxDeliver, deliver });
  }

  private givenUpEvents(jsm: JetStreamManager): GivenUpEvents {
    const { connection, service, deadLetters, log, givenUpEveryMs, observer = silentObserver } = this.options;
    return new GivenUpEvents({
      ...{ connection, jsm, service, deadLetters, log },
      contracts: [...this.heardEvents.values()].map(({ contract }) => contract),
      gaveUp: (event) => observer.eventGivenUp(event),
      ...(givenUpEveryMs === undefined ? {} : { everyMs: givenUpEveryMs }),
    });
  }

  private async restartOnReconnect(): Promise<void> {
    for await (const { type } of this.options.connection.status()) {
      if (type === Events.Reconnect) for (const consumer of this.consumers) consumer.restart();
    }
  }
}

/** Nest hands back a value, a promise, or (from its error filters) an observable inside a promise. */
async function settled(returned: unknown): Promise<unknown> {
  const value: unknown = await returned;
  return isObservable(value) ? lastValueFrom(value, { defaultValue: undefined }) : value;
}

function isEventContract(contract: unknown): contract is EventContract<unknown> {
  return typeof contract === 'object' && contract !== null && 'payload' in contract && 'stream' in contract;
}

function isRequestContract(contract: unknown): contract is RequestContract<unknown, unknown> {
  return typeof contract === 'object' && contract !== null && 'input' in contract && 'verb' in contract;
}
