import {
  endOperations,
  getOperations,
  JOB_OPERATION_MODEL,
  openOperations,
  type Operation,
  type RequestContract,
} from '@callboard/contracts';
import { JSONCodec, type NatsConnection, type Subscription } from 'nats';
import type { z } from 'zod';

type Opening = z.infer<typeof openOperations.input>['items'][number];
type Answer = { ok: true; item: Operation } | { ok: false; error: { code: string; message: string } };

const json = JSONCodec<unknown>();

/** Stands in for the service `operations` on a real broker, as far as `jobs` asks it. */
export class FakeOperations {
  readonly operations = new Map<string, Operation>();
  readonly openings: Opening[] = [];
  private subscriptions: Subscription[] = [];

  constructor(private readonly connection: NatsConnection) {}

  /** Nobody answers until {@link start}. */
  stop(): void {
    for (const subscription of this.subscriptions.splice(0)) subscription.unsubscribe();
  }

  start(): void {
    this.answer(openOperations, ({ items }) => items.map((item) => this.open(item)));
    this.answer(endOperations, ({ items }) => items.map(({ id, outcome }) => this.end(id, outcome)));
    this.answer(getOperations, ({ ids }) => ids.map((id) => this.find(id)));
  }

  end(id: string, outcome: NonNullable<Operation['outcome']>, result: unknown = null): Answer {
    const operation = this.operations.get(id);
    if (!operation) return this.find(id);
    if (operation.done && operation.outcome !== outcome)
      return { ok: false, error: { code: 'operation-settled', message: 'ended otherwise' } };
    Object.assign(operation, { done: true, outcome, result });
    return { ok: true, item: operation };
  }

  private open(item: Opening): Answer {
    this.openings.push(item);
    const operation = this.operations.get(item.id) ?? {
      id: item.id,
      done: false,
      expire_time: new Date(Date.now() + item.lease_ms).toISOString(),
      result: null,
      metadata: { model: JOB_OPERATION_MODEL, site_id: item.site_id, job: item.job },
      outcome: null,
      attempt: item.attempt,
    };
    this.operations.set(item.id, operation);
    return { ok: true, item: operation };
  }

  private find(id: string): Answer {
    const operation = this.operations.get(id);
    return operation
      ? { ok: true, item: operation }
      : { ok: false, error: { code: 'not-found', message: 'no such operation' } };
  }

  private answer<I, O>(contract: RequestContract<I, O>, work: (input: I) => Answer[]): void {
    const callback = (
      _: unknown,
      message: { data: Uint8Array; respond(data: Uint8Array): boolean },
    ): void => {
      const items = work(contract.input.parse(json.decode(message.data)));
      message.respond(json.encode({ ok: true, output: { items } }));
    };
    this.subscriptions.push(this.connection.subscribe(contract.subject, { queue: 'operations', callback }));
  }
}
