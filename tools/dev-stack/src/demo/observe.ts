import {
  bellSubject,
  jobsChanged,
  operationsChanged,
  objectsChanged,
  triggersFired,
  type EventContract,
} from '@callboard/contracts';
import { connect, type Msg, type NatsConnection } from 'nats';
import type { Stack } from '../stack';

/** Hears events as they pass on the broker, as a member of the account of services: a way to look, not to work. */
export class Observer {
  private constructor(private readonly connection: NatsConnection) {}

  static async join(stack: Stack): Promise<Observer> {
    const url = new URL(stack.dev.natsUrl);
    return new Observer(
      await connect({ servers: url.host, user: url.username, pass: url.password, name: 'demo' }),
    );
  }

  onTagged(heard: (item: { id: string; added_types: string[] }) => void): void {
    this.on(objectsChanged, heard);
  }

  onFired(heard: (item: { object_id: string; trigger_id: string }) => void): void {
    this.on(triggersFired, heard);
  }

  onJob(
    heard: (item: {
      id: string;
      to: string;
      object_id?: string;
      operation_id?: string;
      site_id?: string;
    }) => void,
  ): void {
    this.on(jobsChanged, heard);
  }

  onOperationEnd(heard: (item: { id: string; to: string }) => void): void {
    this.on(operationsChanged, heard);
  }

  onBell(workflowId: string, heard: () => void): void {
    this.connection.subscribe(bellSubject(workflowId), { callback: () => heard() });
  }

  /** Subscriptions are in force once this resolves. */
  async ready(): Promise<void> {
    await this.connection.flush();
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  private on<T extends { items: unknown[] }>(
    contract: EventContract<T>,
    heard: (item: T['items'][number]) => void,
  ): void {
    const callback = (error: unknown, message: Msg): void => {
      if (error) return;
      const event = contract.payload.parse(message.json());
      for (const item of event.items) heard(item as T['items'][number]);
    };
    this.connection.subscribe(contract.subject, { callback });
  }
}
