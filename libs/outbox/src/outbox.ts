import { randomUUID } from 'node:crypto';
import type { EventContract } from '@callboard/contracts';
import { currentTraceparent } from '@callboard/messaging';
import type { Transaction } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { OutboxFill, type Room } from './outbox-fill';
import { RelayBell } from './relay-bell';

const APPEND = 'insert into outbox (id, subject, payload, traceparent) values ($1, $2, $3::jsonb, $4)';

/** Where a service puts the events that tell of its state changes (design 1, decision 2). */
@Injectable()
export class Outbox {
  /** Without a bell, events wait for the poll of a relay in another process. */
  constructor(
    private readonly bell: RelayBell = new RelayBell(),
    private readonly fill: OutboxFill = new OutboxFill(),
  ) {}

  /**
   * Appends one event to the transaction that changes the state, so that both are kept or neither. It is sent
   * directly after the commit, bearing the current trace. An event of no items is not appended; a payload that is
   * not of the contract's shape throws, which undoes the transaction.
   *
   * @throws DomainError `overloaded` when so many events wait that there is no such {@link Room}
   */
  append<T>(tx: Transaction, contract: EventContract<T>, payload: T, room: Room = 'usual'): void {
    const checked = contract.payload.safeParse(payload);
    if (!checked.success) {
      throw new Error(`not a payload of ${contract.subject}: ${z.prettifyError(checked.error)}`);
    }
    if (isEmpty(checked.data)) return;
    this.fill.admit(room);
    const id = randomUUID();
    tx.along(APPEND, [id, contract.subject, JSON.stringify(checked.data), currentTraceparent() ?? null]);
    tx.afterCommit(() => this.bell.ring(id));
  }
}

function isEmpty(payload: unknown): boolean {
  if (typeof payload !== 'object' || payload === null || !('items' in payload)) return false;
  return Array.isArray(payload.items) && payload.items.length === 0;
}
