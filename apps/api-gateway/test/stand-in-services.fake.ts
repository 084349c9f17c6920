import {
  type Caller,
  callerSchema,
  HEADERS,
  type Reply,
  type RequestContract,
  type ServiceName,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { bodyOf, encodeReply, replyInParts, withTail } from '@callboard/messaging';
import type { Msg, NatsConnection, Subscription } from 'nats';

export type Answer<I, O> = (input: I, caller: Caller) => O | Promise<O>;

/**
 * Stands in for the services behind the gateway: small responders on a real broker. Each request and each answer is
 * held against its contract; what breaks one is kept in `faults`, which a test expects to be empty.
 */
export class StandInServices {
  readonly faults: string[] = [];
  /** The traceparent of the last request to each verb. */
  readonly traces = new Map<string, string>();
  /** The verb and the idempotency key of each request that bore one. */
  readonly keys: [verb: string, key: string][] = [];
  private readonly subscriptions = new Map<string, Subscription>();
  private readonly verbs = new Map<
    string,
    { service: ServiceName; reply: (message: Msg) => Promise<void> }
  >();

  constructor(private readonly connection: NatsConnection) {}

  /** Answers a contract from now on, in place of the former answer. A thrown DomainError becomes the refusal. */
  answer<I, O>(contract: RequestContract<I, O>, answer: Answer<I, O>): void {
    const { service, subject } = contract;
    this.verbs.set(subject, { service, reply: (message) => this.reply(contract, answer, message) });
    this.listen(subject);
  }

  /** The service is gone: the broker says that nobody answers. */
  async stop(service: ServiceName): Promise<void> {
    for (const [subject, verb] of this.verbs) {
      if (verb.service !== service) continue;
      this.subscriptions.get(subject)?.unsubscribe();
      this.subscriptions.delete(subject);
    }
    await this.connection.flush();
  }

  /** Every service that was stopped is back. */
  async restart(): Promise<void> {
    for (const subject of this.verbs.keys()) this.listen(subject);
    await this.connection.flush();
  }

  private listen(subject: string): void {
    if (this.subscriptions.has(subject)) return;
    const callback = (error: Error | null, message: Msg): void => {
      if (error === null) void this.verbs.get(subject)?.reply(message);
    };
    this.subscriptions.set(subject, this.connection.subscribe(subject, { callback }));
  }

  private async reply<I, O>(
    contract: RequestContract<I, O>,
    answer: Answer<I, O>,
    message: Msg,
  ): Promise<void> {
    this.traces.set(contract.verb, message.headers?.get(HEADERS.traceparent) ?? '');
    const key = message.headers?.get(HEADERS.idempotencyKey) ?? '';
    if (key !== '') this.keys.push([contract.verb, key]);
    const whole = encodeReply(await this.run(contract, answer, message));
    const { body, headers } = withTail(replyInParts(this.connection, whole.body), whole.tailBytes);
    message.respond(body, headers && { headers });
  }

  private async run<I, O>(
    contract: RequestContract<I, O>,
    answer: Answer<I, O>,
    message: Msg,
  ): Promise<Reply> {
    try {
      const body = Buffer.from(await bodyOf(this.connection, message)).toString();
      const output = await answer(contract.input.parse(JSON.parse(body)), callerIn(message));
      contract.output.parse(output);
      return { ok: true, output };
    } catch (error) {
      if (error instanceof DomainError) {
        const { code, message: text, details } = error;
        return { ok: false, error: { code, message: text, details } };
      }
      this.faults.push(`${contract.verb}: ${String(error)}`);
      return { ok: false, error: { code: 'internal', message: String(error) } };
    }
  }
}

function callerIn(message: Msg): Caller {
  const header = message.headers?.get(HEADERS.caller);
  if (!header) return { kind: 'anonymous' };
  return callerSchema.parse(JSON.parse(Buffer.from(header, 'base64url').toString('utf8')));
}
