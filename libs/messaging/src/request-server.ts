import {
  anySiteRequestSubject,
  type Caller,
  HEADERS,
  MESSAGE_BYTES,
  type RequestContract,
  siteTokenOf,
} from '@callboard/contracts';
import { DomainError, type Log } from '@callboard/kernel';
import type { Msg, NatsConnection, Subscription } from 'nats';
import { decodeCaller } from './caller-header';
import { asksForParts, BodyNotToBeHad, bodyOf, replyInParts, type WholeReply } from './large-bodies';
import type { RequestHandler } from './handlers';
import { faultsOf, invalidInput } from './invalid-input';
import { decodeJson, MalformedBody } from './json-body';
import { linkOf } from './link';
import type { Door, TransportObserver } from './observer';
import { encodeOutput, encodeRefusal, type EncodedReply } from './reply-body';
import { keyedRequest, type ReplyKeeper } from './reply-keeper';
import type { SiteVerifier } from './site-door';
import { withTail } from './tail';
import { currentTraceparent, runInTrace } from './trace-context';

export interface RequestServerOptions {
  connection: NatsConnection;
  /** The queue group: each request is answered by one process of the service. */
  queue: string;
  log: Log;
  verifySite: SiteVerifier | undefined;
  /** Who keeps replies by the keys of their requests; without one keys are passed over. */
  replyKeeper: ReplyKeeper | undefined;
  /** Requests in flight above which further ones are refused as `overloaded`. */
  maxInFlight: number;
  /** Whether outputs are held against their contract too; costs time, so tests only. */
  validateOutput: boolean;
  observer: TransportObserver;
}

interface Route {
  readonly contract: RequestContract<unknown, unknown>;
  readonly handler: RequestHandler<unknown, unknown>;
  readonly door: Door;
}

/** Answers requests. Whatever arrives, it answers or drops it and goes on: nothing here may throw. */
export class RequestServer {
  private readonly subscriptions: Subscription[] = [];
  private readonly inFlight = new Set<Promise<void>>();

  constructor(private readonly options: RequestServerOptions) {}

  /** Serves a contract on `rpc.…`, and on `site.…` if it is for sites and there is somebody to verify them. */
  serve(contract: RequestContract<unknown, unknown>, handler: RequestHandler<unknown, unknown>): void {
    this.subscribe(contract.subject, { contract, handler, door: 'rpc' });
    if (!contract.forSites || this.options.verifySite === undefined) return;
    this.subscribe(anySiteRequestSubject(contract.verb), { contract, handler, door: 'site' });
  }

  /** Stops taking requests, then waits until those taken are answered. */
  async drain(): Promise<void> {
    const link = linkOf(this.options.connection);
    const leaving = this.subscriptions.map(async (subscription) => {
      if (link.isUp) await link.orLost(subscription.drain());
      else subscription.unsubscribe();
    });
    await Promise.allSettled(leaving);
    while (this.inFlight.size > 0) await Promise.allSettled(this.inFlight);
  }

  private subscribe(subject: string, route: Route): void {
    const { connection, queue, log } = this.options;
    const subscription = connection.subscribe(subject, {
      queue,
      callback: (error, message) => {
        if (error === null) this.receive(route, message);
        else log.error({ err: error, subject }, 'the broker refused a subscription');
      },
    });
    this.subscriptions.push(subscription);
  }

  private receive(route: Route, message: Msg): void {
    const { log, maxInFlight, observer } = this.options;
    if (message.reply === undefined || message.reply === '') {
      log.warn({ subject: message.subject }, 'dropped a request that names no reply subject');
      return;
    }
    if (this.inFlight.size >= maxInFlight) {
      const text = `the service ${route.contract.service} has ${maxInFlight} requests in flight: try again after a while`;
      this.reply(message, route, encodeRefusal(new DomainError('overloaded', text), route.contract, log));
      observer.requestAnswered({
        verb: route.contract.verb,
        door: route.door,
        outcome: 'overloaded',
        durationMs: 0,
      });
      return;
    }
    observer.inFlight(1);
    const work = runInTrace(message.headers?.get(HEADERS.traceparent), () => this.work(route, message));
    this.inFlight.add(work);
    void work.finally(() => {
      this.inFlight.delete(work);
      observer.inFlight(-1);
    });
  }

  private async work(route: Route, message: Msg): Promise<void> {
    const { contract, door } = route;
    const { observer } = this.options;
    const started = performance.now();
    const encoded = await this.answer(route, message);
    this.reply(message, route, encoded);
    const { outcome, fetched } = encoded;
    observer.requestAnswered({ verb: contract.verb, door, outcome, durationMs: performance.now() - started });
    // What is still to be fetched from here counts as in flight.
    await fetched;
  }

  private async answer(route: Route, message: Msg): Promise<EncodedReply & WholeReply> {
    const { contract, door } = route;
    const { connection, log } = this.options;
    // Sites fetch nothing: they could not reach where a service offers it.
    const inParts = door === 'rpc' && asksForParts(message);
    const limit = inParts ? MESSAGE_BYTES : (connection.info?.max_payload ?? 0);
    try {
      const output = await this.run(route, message);
      const { body, outcome, tailBytes } = encodeOutput(output, contract, { ...this.options, limit });
      const reply = inParts ? replyInParts(connection, body) : { body };
      return { outcome, ...withTail(reply, tailBytes) };
    } catch (error) {
      return encodeRefusal(error, contract, log);
    }
  }

  private async run(route: Route, message: Msg): Promise<unknown> {
    const { contract, handler, door } = route;
    const caller = await this.callerOf(door, message);
    const { raw, input } = readInput(contract, await this.bodyOf(route, message));
    const work = () => handler(input, { caller, door, traceparent: currentTraceparent() ?? '' });
    const { replyKeeper } = this.options;
    if (replyKeeper === undefined) return work();
    const keyed = keyedRequest(contract, message.headers, caller, raw);
    return keyed === undefined ? work() : replyKeeper.once(keyed, work);
  }

  /** On `site.…` the header is worthless: only the token counts (design 4). */
  private async callerOf(door: Door, message: Msg): Promise<Caller> {
    const { verifySite } = this.options;
    if (door === 'rpc' || verifySite === undefined) return decodeCaller(message.headers?.get(HEADERS.caller));
    const token = message.headers?.get(HEADERS.token);
    return verifySite(token === '' ? undefined : token, siteTokenOf(message.subject));
  }

  /** A site could name any subject as the place of its body, so only services may. */
  private async bodyOf({ door }: Route, message: Msg): Promise<Uint8Array> {
    if (door === 'site') return message.data;
    try {
      return await bodyOf(this.options.connection, message);
    } catch (error) {
      if (error instanceof BodyNotToBeHad) throw new DomainError('bad-request', error.message);
      throw error;
    }
  }

  private reply(message: Msg, { contract }: Route, { body, headers }: WholeReply): void {
    try {
      message.respond(body, headers && { headers });
    } catch (error) {
      this.options.log.warn({ err: error, verb: contract.verb }, 'a reply could not be sent');
    }
  }
}

/** The input as it was sent, and as its contract has it. */
function readInput(
  contract: RequestContract<unknown, unknown>,
  body: Uint8Array,
): { raw: unknown; input: unknown } {
  let raw: unknown;
  try {
    raw = decodeJson(body);
  } catch (error) {
    if (!(error instanceof MalformedBody)) throw error;
    throw invalidInput(contract.verb, [{ path: [...error.path], message: error.message }]);
  }
  const parsed = contract.input.safeParse(raw);
  if (parsed.success) return { raw, input: parsed.data };
  throw invalidInput(contract.verb, faultsOf(parsed.error.issues));
}
